#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf_json.h"

static int index_objects(struct pdf_json *j, const cJSON *objects)
{
    for (int pass = 0; pass < 2; pass++) {
        const cJSON *o;
        cJSON_ArrayForEach(o, objects)
        {
            if (strcmp(o->string, "trailer") == 0) {
                j->trailer = cJSON_GetObjectItemCaseSensitive(o, "value");
                continue;
            }
            size_t number = strtoul(o->string + strcspn(o->string, "0123456789"), NULL, 10);
            if (pass == 0)
                j->n = number + 1 > j->n ? number + 1 : j->n;
            else
                j->objects[number] = o;
        }
        if (pass == 0)
            j->objects = mem_calloc(j->n + 1, sizeof *j->objects);
    }
    return j->trailer != NULL ? 0 : -1;
}

int json_open(struct pdf_json *j, const char *file)
{
    *j = (struct pdf_json){0};
    FILE *f = fopen(file, "rb");
    if (f == NULL)
        return -1;
    struct buf b = BUF_INIT;
    for (size_t got; (got = fread(buf_reserve(&b, 1 << 16), 1, 1 << 16, f)) > 0;)
        b.n += got;
    fclose(f);
    j->root = cJSON_ParseWithLength(buf_str(&b), b.n);
    buf_free(&b);
    const cJSON *qpdf = cJSON_GetObjectItemCaseSensitive(j->root, "qpdf");
    return qpdf != NULL && cJSON_GetArraySize(qpdf) == 2 ? index_objects(j, cJSON_GetArrayItem(qpdf, 1)) : -1;
}

void json_close(struct pdf_json *j)
{
    cJSON_Delete(j->root);
    free(j->objects);
}

size_t json_number(const cJSON *v)
{
    if (!cJSON_IsString(v))
        return 0;
    char *end;
    unsigned long number = strtoul(v->valuestring, &end, 10);
    return end > v->valuestring && strcmp(end, " 0 R") == 0 ? number : 0;
}

const cJSON *json_value(const struct pdf_json *j, const cJSON *v)
{
    for (unsigned hops = 0; hops < 8; hops++) {
        size_t number = json_number(v);
        if (number == 0)
            return v;
        const cJSON *o = number < j->n ? j->objects[number] : NULL;
        const cJSON *stream = cJSON_GetObjectItemCaseSensitive(o, "stream");
        v = stream != NULL ? cJSON_GetObjectItemCaseSensitive(stream, "dict")
                           : cJSON_GetObjectItemCaseSensitive(o, "value");
    }
    return NULL;
}

const cJSON *json_get(const struct pdf_json *j, const cJSON *dict, const char *key)
{
    return json_value(j, cJSON_GetObjectItemCaseSensitive(json_value(j, dict), key));
}

const char *json_name(const cJSON *v)
{
    return cJSON_IsString(v) && v->valuestring[0] == '/' ? v->valuestring + 1 : NULL;
}

void utf16_to_utf8(const unsigned char *s, size_t n, struct buf *out)
{
    for (size_t i = 0; i + 1 < n; i += 2) {
        uint32_t cp = (uint32_t)s[i] << 8 | s[i + 1];
        if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < n) {
            uint32_t low = (uint32_t)s[i + 2] << 8 | s[i + 3];
            cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        }
        buf_utf8(out, cp);
    }
}

static unsigned hex_digit(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') + 10 : c >= 'A' ? (unsigned)(c - 'A') + 10 : (unsigned)(c - '0');
}

const char *json_bytes(const cJSON *v)
{
    if (!cJSON_IsString(v) || (strncmp(v->valuestring, "u:", 2) != 0 && strncmp(v->valuestring, "b:", 2) != 0))
        return NULL;
    return v->valuestring + 2;
}

const char *json_text(const cJSON *v, struct arena *a)
{
    const char *s = json_bytes(v);
    if (s == NULL || v->valuestring[0] == 'u')
        return arena_strdup(a, s);
    size_t n = strlen(s) / 2;
    unsigned char *bytes = arena_alloc(a, n + 1);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (unsigned char)(hex_digit(s[2 * i]) << 4 | hex_digit(s[2 * i + 1]));
    if (n < 2 || bytes[0] != 0xfe || bytes[1] != 0xff)
        return (const char *)bytes;
    struct buf b = BUF_INIT;
    utf16_to_utf8(bytes + 2, n - 2, &b);
    const char *out = arena_strndup(a, b.p != NULL ? b.p : "", b.n);
    buf_free(&b);
    return out;
}

static void base64(const char *s, struct buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char value[256];
    memset(value, 255, sizeof value);
    for (unsigned i = 0; i < 64; i++)
        value[(unsigned char)digits[i]] = (unsigned char)i;
    uint32_t bits = 0;
    unsigned n = 0;
    buf_reserve(out, strlen(s) / 4 * 3 + 3);
    for (; *s != '\0' && *s != '='; s++) {
        if (value[(unsigned char)*s] == 255)
            continue;
        bits = bits << 6 | value[(unsigned char)*s];
        n += 6;
        if (n >= 8) {
            n -= 8;
            out->p[out->n++] = (char)(bits >> n & 255);
        }
    }
}

bool json_stream(const struct pdf_json *j, const cJSON *ref, struct buf *out)
{
    size_t number = json_number(ref);
    const cJSON *o = number > 0 && number < j->n ? j->objects[number] : NULL;
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(o, "stream"), "data");
    if (!cJSON_IsString(data))
        return false;
    base64(data->valuestring, out);
    return true;
}
