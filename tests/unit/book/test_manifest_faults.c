/* Faulty book.yaml files: each fault is reported at its line and column, with what to do about it. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "unit/suite.h"

static const struct {
    const char *yaml, *place, *remedy;
} faults[] = {
    {"titel: X\nchapters: [a.txt]\n", "book.yaml:1:1: error: ", "did you mean 'title'"},
    {"chapters: [a.txt]\nlangauge: vi\n", "book.yaml:2:1: error: ", "did you mean 'language'"},
    {"chapters: [a.txt]\nsubtitel: x\n", "book.yaml:2:1: error: ", "did you mean 'subtitle'"},
    {"chapters: [a.txt]\nissuers: {name: x}\n", "book.yaml:2:1: error: ", "did you mean 'issuer'"},
    {"chapters: [a.txt]\nissuer: {nmae: x}\n", "book.yaml:2:10: error: ", "did you mean 'name'"},
    {"chapters: [a.txt]\nissuer: {name: x, lgoo: y}\n", "book.yaml:2:19: error: ", "did you mean 'logo'"},
    {"chapters: [a.txt]\nissuer: X\n", "book.yaml:2:9: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nissuer: [X]\n", "book.yaml:2:9: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nmeeting:\n  plase: Y\n", "book.yaml:3:3: error: ", "did you mean 'place'"},
    {"chapters: [a.txt]\nmeeting: 20/11\n", "book.yaml:2:10: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nmeeting: {date: [1]}\n", "book.yaml:2:17: error: ", "must be a text"},
    {"chapters: [a.txt]\nmetadata: {creator: [x]}\n", "book.yaml:2:12: error: ", "did you mean 'creators'"},
    {"chapters: [a.txt]\nmetadata: {creators: {name: A, fileas: b}}\n",
     "book.yaml:2:32: error: ", "did you mean 'file-as'"},
    {"chapters: [a.txt]\nmetadata: {creators: [[a]]}\n", "book.yaml:2:23: error: ", "creators"},
    {"chapters: [a.txt]\nmetadata: {conformance: WCAG 2.2 AA}\n", "book.yaml:2:25: error: ", "'certifier'"},
    {"chapters: [a.txt]\nmetadata: {conformance: gold, certifier: A}\n", "book.yaml:2:25: error: ", "WCAG 2.2 AA"},
    {"chapters: [a.txt]\nmetadata: {contact: van phong}\n", "book.yaml:2:21: error: ", "mail address"},
    {"chapters: [a.txt]\nmetadata: {contact: a@b@c.vn}\n", "book.yaml:2:21: error: ", "mail address"},
    {"chapters: [a.txt]\nmetadata: {contact: a@vn}\n", "book.yaml:2:21: error: ", "mail address"},
    {"chapters: [a.txt]\nfonts: all\n", "book.yaml:2:8: error: ", "embed"},
    {"chapters: [a.txt]\nmetadata: x\n", "book.yaml:2:11: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\ndate: 31/02/2026\n", "book.yaml:2:7: error: ", "write it as 2026-11-30"},
    {"chapters: [a.txt]\ndate: 2026-13-01\n", "book.yaml:2:7: error: ", "write it as 2026-11-30"},
    {"chapters: [a.txt]\ndate: mai\n", "book.yaml:2:7: error: ", "write it as 2026-11-30"},
    {"chapters: [a.txt]\nlanguage: x!\n", "book.yaml:2:11: error: ", "write vi, en, ru or kk"},
    {"chapters: [a.txt]\nnumbering: greek\n", "book.yaml:2:12: error: ", "arabic, roman, none"},
    {"chapters: [a.txt]\nnumbering: [roman]\n", "book.yaml:2:12: error: ", "arabic, roman, none"},
    {"chapters: [a.txt]\ncolour: red\n", "book.yaml:2:9: error: ", "auto, none"},
    {"chapters: [a.txt]\nnotes: bottom\n", "book.yaml:2:8: error: ", "foot, end"},
    {"chapters: [a.txt]\npreset: paper\n", "book.yaml:2:9: error: ", "archive"},
    {"chapters: [a.txt]\nqr: maybe\n", "book.yaml:2:5: error: ", "yes or no"},
    {"chapters: [a.txt]\nqr: {a: b}\n", "book.yaml:2:5: error: ", "yes or no"},
    {"chapters: [a.txt]\nfront: [cover, covr]\n", "book.yaml:2:16: error: ", "did you mean 'cover'"},
    {"chapters: [a.txt]\nfront: [cover, map]\n", "book.yaml:2:16: error: ", "imprint"},
    {"chapters: [a.txt]\nfront: [cover, cover]\n", "book.yaml:2:16: error: ", "remove one"},
    {"chapters: [a.txt]\nfront: [[cover]]\n", "book.yaml:2:10: error: ", "briefing blocks only"},
    {"chapters: [a.txt]\nback: [{title: x}]\n", "book.yaml:2:8: error: ", "'file'"},
    {"chapters: [a.txt]\nback: [{file: x.md, tilte: y}]\n", "book.yaml:2:21: error: ", "did you mean 'title'"},
    {"chapters: [a.txt]\nback: source\n", "book.yaml:2:7: error: ", "did you mean 'sources'"},
    {"title: X\n", "book.yaml:1:1: error: ", "list them under 'chapters:' or 'parts:'"},
    {"title: X\nchapters: []\n", "book.yaml:2:11: error: ", "list them under"},
    {"title: X\nparts: []\n", "book.yaml:2:8: error: ", "list them under"},
    {"chapters: [a.txt]\nparts: [{title: P, chapters: [b.txt]}]\n", "book.yaml:1:1: error: ", "move the chapters"},
    {"chapters:\n  - [a]\n", "book.yaml:2:5: error: ", "a chapter is a file name"},
    {"chapters:\n  - title: T\n", "book.yaml:2:5: error: ", "'file'"},
    {"chapters: a.txt\n", "book.yaml:1:11: error: ", "a list"},
    {"chapters: [{file: a.txt, tittle: x}]\n", "book.yaml:1:26: error: ", "did you mean 'title'"},
    {"chapters: [{file: a.txt, omit: perhaps}]\n", "book.yaml:1:32: error: ", "yes or no"},
    {"chapters: [{file: a.txt, split: h2}]\n", "book.yaml:1:33: error: ", "none, h1, spine"},
    {"chapters: [{file: a.txt, date: hôm nay}]\n", "book.yaml:1:32: error: ", "write it as"},
    {"chapters: [{file: a.txt, lang: \"?\"}]\n", "book.yaml:1:32: error: ", "write vi, en, ru or kk"},
    {"chapters: [{file: a.txt, tags: {a: b}}]\n", "book.yaml:1:32: error: ", "a list of texts"},
    {"chapters: [{file: }]\n", "book.yaml:1:13: error: ", "'file'"},
    {"parts: [{chapters: [a.txt]}]\n", "book.yaml:1:9: error: ", "'title'"},
    {"parts: [{title: P}]\n", "book.yaml:1:9: error: ", "'chapters'"},
    {"parts: [a.txt]\n", "book.yaml:1:9: error: ", "a part is a group"},
    {"parts: {title: P}\n", "book.yaml:1:8: error: ", "a list"},
    {"parts: [{title: P, chapters: [a.txt], page: 3}]\n",
     "book.yaml:1:39: error: ", "the keys known here: title, chapters"},
    {"parts: [{title: [P], chapters: [a.txt]}]\n", "book.yaml:1:17: error: ", "must be a text"},
    {"chapters: [a.txt]\nnames: no-such-file.txt\n", "book.yaml:2:8: error: ", "check the name and the rights"},
    {"chapters: [a.txt]\ntitle: A\ntitle: B\n", "book.yaml:3:1: error: ", "remove one of them"},
    {"chapters: [a.txt]\ntitle: *x\n", "book.yaml:2:8: error: ", "write the value out"},
    {"chapters: [a.txt\n", "book.yaml:1:11: error: ", "put the closing one"},
    {"chapters:\n\t- a.txt\n", "book.yaml:2:1: error: ", "check indentation"},
    {"- a\n- b\n", "book.yaml:1:1: error: ", "list them under 'chapters:' or 'parts:'"},
    {"title: \"x\n", "book.yaml:1:8: error: ", "put the closing one"},
    {"chapters: [a.txt]\ntitle: \"Hội nghị\nlanguage: vi\n", "book.yaml:2:8: error: ", "put the closing one"},
    {"chapters: [a.txt,\nlanguage: vi\ntitle: X\n", "book.yaml:1:11: error: ", "put the closing one"},
    {"issuer: {name: A\nchapters: [a.txt]\n", "book.yaml:1:9: error: ", "put the closing one"},
    {"chapters: [a.txt]\ntitle: Hội nghị: phiên một\n", "book.yaml:2:16: error: ", "colons and quotes"},
    {"chapters: [a.txt]\n--- \ntitle: X\n", "book.yaml:2:1: error: ", "keep one document"},
    {"chapters: [a.txt]\nversion: 3\n", "book.yaml:2:1: error: ", "the keys known here: name, title"},
    /* digest */
    {"chapters: [a.txt]\ndigest: short\n", "book.yaml:2:9: error: ", "yes or no"},
    {"chapters: [{file: a.txt, digest: short}]\n", "book.yaml:1:34: error: ", "yes or no"},
    {"chapters: [{file: a.txt, digest: [x, [y]]}]\n", "book.yaml:1:38: error: ", "a text"},
    /* index */
    {"chapters: [a.txt]\nindex: yes\n", "book.yaml:2:8: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nindex: {ordre: cldr}\n", "book.yaml:2:9: error: ", "did you mean 'order'"},
    {"chapters: [a.txt]\nindex: {order: icu}\n", "book.yaml:2:16: error: ", "syllable, cldr"},
    {"chapters: [a.txt]\nindex: {min-mentions: 0}\n", "book.yaml:2:23: error: ", "1 or more"},
    {"chapters: [a.txt]\nindex: {min-mentions: -2}\n", "book.yaml:2:23: error: ", "1 or more"},
    {"chapters: [a.txt]\nindex: {min-mentions: few}\n", "book.yaml:2:23: error: ", "a whole number"},
    {"chapters: [a.txt]\nindex: {only-listed: sometimes}\n", "book.yaml:2:22: error: ", "yes or no"},
    {"chapters: [a.txt]\nindex: {add: {a: b}}\n", "book.yaml:2:14: error: ", "a list"},
    {"chapters: [a.txt]\nindex: {omit: [a, [b]]}\n", "book.yaml:2:19: error: ", "a text"},
    {"chapters: [a.txt]\nindex: {merge: [a, b]}\n", "book.yaml:2:16: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nindex: {rename: {a: {b: c}}}\n", "book.yaml:2:21: error: ", "a text"},
    {"chapters: [a.txt]\nindex: {see: a}\n", "book.yaml:2:14: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nindex: {see-also: [a]}\n", "book.yaml:2:19: error: ", "a group of 'key: value' lines"},
    /* house */
    {"chapters: [a.txt]\nhouse: [a]\n", "book.yaml:2:8: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\nhouse: {a: {b: c}}\n", "book.yaml:2:12: error: ", "a text"},
    /* document, print, images */
    {"chapters: [a.txt]\ndocument: 12/BC\n", "book.yaml:2:11: error: ", "a group of 'key: value' lines"},
    {"chapters: [a.txt]\ndocument: {nubmer: 12}\n", "book.yaml:2:12: error: ", "did you mean 'number'"},
    {"chapters: [a.txt]\nprint: {bleed: 40mm}\n", "book.yaml:2:16: error: ", "0 to 25mm"},
    {"chapters: [a.txt]\nprint: {bleed: 3}\n", "book.yaml:2:16: error: ", "30mm"},
    {"chapters: [a.txt]\nprint: {marks: corner}\n", "book.yaml:2:16: error: ", "yes or no"},
    {"chapters: [a.txt]\nprint: {caliper: 4mm}\n", "book.yaml:2:18: error: ", "0.02mm to 1mm"},
    {"chapters: [a.txt]\narchive: sources\n", "book.yaml:2:10: error: ", "'attach-sources'"},
    {"chapters: [a.txt]\npdf: {linearise: yes}\n", "book.yaml:2:7: error: ", "did you mean 'linearize'"},
    {"chapters: [a.txt]\nimages: {max-dpi: 20}\n", "book.yaml:2:19: error: ", "72 to 2400"},
    {"chapters: [a.txt]\nname: [x]\n", "book.yaml:2:7: error: ", "must be a text"},
};

START_TEST(tells_place_and_remedy)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    const char *yaml = faults[_i].yaml;
    const struct manifest *m =
        manifest_read(a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)}, (struct settings){NULL, 0}, d);
    ck_assert_msg(m == NULL || m->faults > 0, "accepted: %s", yaml);
    char *said;
    size_t n;
    FILE *out = open_memstream(&said, &n);
    diag_print(d, 0, out, "en", false, false);
    fclose(out);
    const char *at = strstr(said, faults[_i].place), *end = at != NULL ? strchr(at, '\n') : NULL;
    ck_assert_msg(end != NULL, "%s\nis not reported at %s:\n%s", yaml, faults[_i].place, said);
    ck_assert_msg(faults[_i].remedy[0] != '\0', "%s\nneeds a remedy", yaml);
    const char *remedy = strstr(at, faults[_i].remedy);
    ck_assert_msg(remedy != NULL && remedy < end, "%s\nlacks \"%s\":\n%s", yaml, faults[_i].remedy, said);
    ck_assert_msg(diag_count(d, DIAG_ERROR) == 1, "%s\nis one mistake, but:\n%s", yaml, said);
    free(said);
    diag_drop(d);
    arena_drop(a);
}
END_TEST

/* All mistakes of one file in one run, in both languages. */
START_TEST(tells_all_at_once)
{
    static const char yaml[] = "titel: X\nlanguage: x!\ndate: mai\nfront: [covr]\nqr: maybe\n"
                               "chapters: [{file: a.txt, date: mai, lang: '?'}, [x], {title: T}]\n";
    static const char *const places[] = {
        ":1:1:", ":2:11:", ":3:7:", ":4:9:", ":5:5:", ":6:32:", ":6:43:", ":6:49:", ":6:54:"};
    for (int i = 0; i < 2; i++) {
        struct arena *a = arena_new();
        struct diag *d = diag_new();
        ck_assert_int_eq(manifest_read(a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)},
                                       (struct settings){NULL, 0}, d)
                             ->faults,
                         (int)(sizeof places / sizeof *places));
        char *said;
        size_t n;
        FILE *out = open_memstream(&said, &n);
        diag_print(d, 0, out, i == 0 ? "en" : "vi", false, false);
        fclose(out);
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            ck_assert_msg(strstr(said, places[k]) != NULL, "nothing at %s:\n%s", places[k], said);
        ck_assert_uint_eq(diag_count(d, DIAG_ERROR), sizeof places / sizeof *places);
        free(said);
        diag_drop(d);
        arena_drop(a);
    }
}
END_TEST

TEST_MAIN("manifest_faults")
{
    tcase_add_loop_test(c, tells_place_and_remedy, 0, sizeof faults / sizeof *faults);
    tcase_add_test(c, tells_all_at_once);
}
