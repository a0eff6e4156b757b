/* Apart from the table, which is not there yet when gen_faces asks. */
#include "font/known_faces.h"

#include <hb.h>

#define HEAD_CHECKSUM 8 /* bytes before checkSumAdjustment */

/* Of a file's table directory: twelve bytes, and sixteen for each table. */
static uint32_t directory_of(const uint8_t *p, size_t n)
{
    size_t end = n < 12 ? 0 : 12 + 16 * (size_t)(p[4] << 8 | p[5]);
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < end && i < n; i++)
        hash = (hash ^ p[i]) * 16777619U;
    return hash;
}

bool known_face_key(hb_face_t *face, struct known_face *key)
{
    hb_blob_t *file = hb_face_reference_blob(face), *head = hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd'));
    unsigned n = 0;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(head, &n);

    *key = (struct known_face){.n_bytes = hb_blob_get_length(file)};
    key->directory = directory_of((const uint8_t *)hb_blob_get_data(file, NULL), key->n_bytes);
    if (n >= HEAD_CHECKSUM + 4)
        for (unsigned i = HEAD_CHECKSUM; i < HEAD_CHECKSUM + 4; i++)
            key->checksum = key->checksum << 8 | p[i];
    hb_blob_destroy(file);
    hb_blob_destroy(head);
    return key->n_bytes > 0 && key->checksum != 0;
}
