/* What stands around and between an article's paragraphs without belonging to it. Each rule has an id, under which the
 * user can keep what it drops; the words are in the data files.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/vocabulary.h"
#include "ingest/words.h"

#define TEASER_MAX 260     /* bytes of a teaser */
#define FAR 400            /* pieces */
#define LONG_PARAGRAPH 200 /* bytes; text begins with the first and ends with the last */

static bool is_sign(char c)
{
    return strchr(" |/·•-–—,.:;?()[]{}0123456789+»>«", c) != NULL || (unsigned char)c >= 0x80;
}

/* Signs and counts between the words of a tool bar. Non-ASCII letters end them. */
static size_t skip_signs(const char *low, size_t n, size_t i)
{
    while (i < n && is_sign(low[i])) {
        size_t next = i;
        if (utf8_is_letter(utf8_next(low, n, &next)))
            break;
        i = next;
    }
    return i;
}

/* All words of the line are names of buttons, in any number ("Chia sẻ | In bài | 0"). */
static bool is_tool_bar(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), i = skip_signs(p->low, n, 0);
    bool any = false;
    while (i < n) {
        size_t length = phrase_starts(r->phrases, PHRASE_BUTTON, p->low + i, n - i);
        if (length == 0)
            return false;
        any = true;
        i = skip_signs(p->low, n, i + length);
    }
    return any;
}

static bool is_short_line(const struct piece *p)
{
    return p->text.n > 0 && p->text.n <= TEASER_MAX && p->low[0] != '\0';
}

static bool is_teaser_like(const struct piece *p)
{
    uint32_t last = words_last_sign(p->text.s, p->text.n);
    return is_short_line(p) && last != '.' && last != ',' && last != ';' && last != ':' &&
           words_sentences(p->text.s, p->text.n, 3) < 3;
}

/* "Xem thêm: …", ">> …". Words without a sign behind them need a link, or they could begin a sentence. */
static bool is_led_teaser(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), length = phrase_starts(r->phrases, PHRASE_TEASER, p->low, n);
    if (length == 0 || !is_short_line(p))
        return false;
    size_t i = length;
    while (i < n && p->low[i] == ' ')
        i++;
    bool colon = i < n && (p->low[i] == ':' || p->low[i] == '>');
    return colon || p->linked || p->low[0] == '>' || p->low[length - 1] == ':' || memcmp(p->low, "»", 2) == 0;
}

static bool is_breadcrumb(const struct reading *r, const struct piece *p)
{
    if (!is_short_line(p) || words_end_sentence(p->text.s, p->text.n))
        return false;
    const char *const signs[] = {" » ", " > ", " › ", " / ", " → "};
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
        size_t parts = 1, longest = 0;
        const char *s = p->text.s, *hit;
        while ((hit = strstr(s, signs[k])) != NULL) {
            size_t words = words_count(s, (size_t)(hit - s));
            longest = words > longest ? words : longest;
            parts++;
            s = hit + strlen(signs[k]);
        }
        size_t words = words_count(s, strlen(s));
        longest = words > longest ? words : longest;
        bool two =
            parts == 2 && longest <= 4 && (k < 3 || phrase_starts(r->phrases, PHRASE_HOME, p->low, strlen(p->low)));
        if (longest <= 5 && (parts >= 3 || two))
            return true;
    }
    return false;
}

/* "#one #two": nothing but marks of a network. */
static bool is_hashtags(const struct piece *p)
{
    for (const char *s = p->text.s; *s != '\0'; s += strspn(s, " ")) {
        if (s[0] != '#' || s[1] == ' ' || s[1] == '\0')
            return false;
        s += strcspn(s, " ");
    }
    return p->text.n > 0;
}

/* "Từ khóa: a, b", "Tags: …" */
static bool is_tag_line(const struct reading *r, const struct piece *p)
{
    if (is_hashtags(p))
        return true;
    size_t n = strlen(p->low), length = phrase_starts(r->phrases, PHRASE_TAGS, p->low, n);
    return length > 0 && length < n && (p->low[length] == ':' || p->low[length - 1] == ':');
}

static bool is_video_line(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), length = phrase_starts(r->phrases, PHRASE_VIDEO, p->low, n);
    return length > 0 && length < n && p->low[length] == ':' && p->text.n <= 160;
}

/* Template words that a page did not fill in ("{{title}}", "{% if %}"). */
static bool is_template(const struct piece *p)
{
    size_t n = p->text.n;
    return n >= 4 && p->text.s[0] == '{' && (p->text.s[1] == '{' || p->text.s[1] == '%') && p->text.s[n - 1] == '}';
}

/* A line without a letter or digit ("-----", "***"), or what a converter left of a picture ("[pic]"). */
static const char *mark_rule(const struct reading *r, const struct piece *p)
{
    size_t n = p->text.n;
    if (words_first_letter(p->text.s, n) == 0 || strspn(p->low, "-–oO0* ") == n)
        return n >= 3 ? "rule-line" : NULL;
    bool bracketed = n > 2 && p->text.s[0] == '[' && p->text.s[n - 1] == ']' && strlen(p->low) == n;
    return bracketed && phrase_is(r->phrases, PHRASE_PLACEHOLDER, p->low + 1, n - 2) ? "placeholder" : NULL;
}

/* "5:12", "A- A+", "1x": what is left of a player and of tools. No word of two letters. */
static bool is_gauge(const struct piece *p)
{
    size_t run = 0, digits = 0;
    for (size_t i = 0; i < p->text.n;) {
        uint32_t cp = utf8_next(p->text.s, p->text.n, &i);
        run = utf8_is_letter(cp) ? run + 1 : 0;
        digits += utf8_is_digit(cp);
        if (run >= 2)
            return false;
    }
    bool sign = strpbrk(p->text.s, ":+") != NULL || p->low[strlen(p->low) - 1] == 'x';
    return p->text.n <= 16 && digits < 5 && sign;
}

/* A call to sign up, follow or accept: it begins or ends as such calls do. */
static bool is_call(const struct reading *r, const struct piece *p, bool inside)
{
    size_t n = strlen(p->low);
    bool stop = words_last_sign(p->text.s, p->text.n) == '.';
    if (phrase_starts(r->phrases, PHRASE_BUTTON_START, p->low, n) > 0 && (!stop || !inside) &&
        words_count(p->text.s, p->text.n) <= (stop ? 10 : 14))
        return true;
    if (phrase_starts(r->phrases, PHRASE_BUTTON_START, p->low, n) > 0 && r->page && p->bold &&
        words_count(p->text.s, p->text.n) <= 20)
        return true; /* a whole paragraph in bold that asks to follow */
    size_t end = n;
    while (end > 0 && strchr(" .!>»", p->low[end - 1]) != NULL)
        end--;
    return phrase_ends(r->phrases, PHRASE_BUTTON_END, p->low, end) > 0 && words_count(p->text.s, p->text.n) <= 24;
}

/* Inside of the text one word such as "Gửi" or "Close" may be all that somebody says: there a bar needs two, or to
 * announce an advertisement. */
static bool is_button(const struct reading *r, const struct piece *p, bool inside)
{
    size_t n = strlen(p->low);
    if (phrase_is(r->phrases, PHRASE_AD, p->low, n) || is_call(r, p, inside))
        return true;
    if (!is_tool_bar(r, p))
        return !inside && !p->said && !r->authored && is_gauge(p);
    return !inside || words_count(p->text.s, p->text.n) >= 2 || p->linked;
}

static const char *line_rule(const struct reading *r, const struct piece *p, bool inside)
{
    if (!is_short_line(p))
        return NULL;
    size_t n = strlen(p->low), half;
    if (is_template(p))
        return "template";
    if (mark_rule(r, p) != NULL)
        return mark_rule(r, p);
    if (is_button(r, p, inside))
        return "button";
    if (is_led_teaser(r, p))
        return "teaser";
    if (p->text.s[0] != '(' && words_doubled(p->text.s, p->text.n, &half))
        return "teaser-doubled";
    if (is_tag_line(r, p))
        return "tags";
    if (is_video_line(r, p))
        return "video";
    if (phrase_starts(r->phrases, PHRASE_CAMPAIGN, p->low, n) > 0 && words_last_sign(p->text.s, p->text.n) != '.')
        return "campaign";
    return NULL;
}

/* "TTX0231 4 CTR 312 …": an agency's line for machines above the title: capitals, with numbers and letters in one word.
 */
static bool is_wire_code(const struct piece *p)
{
    size_t upper, letters = words_letters(p->text.s, p->text.n, &upper), numbers = 0, mixed = 0, n;
    if (letters != upper || letters == 0 || p->text.n > 120)
        return false;
    for (const char *s = p->text.s; *s != '\0'; s += n + (s[n] == ' ')) {
        n = strcspn(s, " ");
        size_t digits = strcspn(s, "0123456789");
        numbers += digits < n;
        mixed += digits < n && digits >= 2 && words_letters(s, n, &upper) >= 2;
    }
    return mixed > 0 && numbers >= 2;
}

/* Nothing of the text is left: then these lines are what somebody wanted to say. */
static void bring_back(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++)
        if (r->pieces.items[i].role != ROLE_DROPPED)
            return;
    for (size_t i = 0; i < r->pieces.n; i++)
        if (strcmp(r->pieces.items[i].rule, "button") == 0)
            r->pieces.items[i].role = ROLE_BODY;
}

void boilerplate_lines(struct reading *r)
{
    size_t first = 0, last = r->pieces.n; /* long paragraphs */
    while (first < r->pieces.n && r->pieces.items[first].text.n <= LONG_PARAGRAPH)
        first++;
    while (last > first && r->pieces.items[last - 1].text.n <= LONG_PARAGRAPH)
        last--;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY || p->kind == PIECE_TABLE || p->kind == PIECE_FIGURE || p->kind == PIECE_CODE)
            continue;
        const char *rule = line_rule(r, p, i > first && i + 1 < last);
        if (rule == NULL && r->page && i > 0 && r->pieces.items[i - 1].role == ROLE_DROPPED &&
            words_count(p->text.s, p->text.n) <= 8 &&
            phrase_starts(r->phrases, PHRASE_END_MARK, p->low, strlen(p->low)) > 0)
            rule = "button"; /* "End of related news" */
        if (rule == NULL && i < first && i < 6 && is_breadcrumb(r, p))
            rule = "breadcrumb";
        if (rule == NULL && i == 0 && !r->page && !r->authored && is_wire_code(p))
            rule = "wire-code";
        if (rule != NULL)
            piece_drop(r, p, rule);
    }
    if (!r->page)
        bring_back(r);
}

/* Such a heading stands above lines that look like titles, or at the end of the page. */
static bool heads_teasers(const struct reading *r, size_t at)
{
    const struct piece *next = at + 1 < r->pieces.n ? &r->pieces.items[at + 1] : NULL;
    if (next == NULL || next->role == ROLE_DROPPED || (next->role == ROLE_BODY && is_teaser_like(next)))
        return true;
    size_t end = r->pieces.n - at > FAR ? at + FAR : r->pieces.n;
    for (size_t i = at + 1; i < end; i++)
        if (r->pieces.items[i].role == ROLE_BODY && r->pieces.items[i].text.n > LONG_PARAGRAPH)
            return false;
    return end == r->pieces.n;
}

/* The last of such lines may be a heading of the article's own: a short one whose words the paragraph below takes up.
 */
static bool heads_next(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at], *q = at + 1 < r->pieces.n ? p + 1 : NULL;
    return !r->page && q != NULL && piece_is_open(p) && piece_is_open(q) && !p->linked && !is_teaser_like(q) &&
           words_end_sentence(q->text.s, q->text.n) && words_count(p->text.s, p->text.n) <= 6 &&
           vocabulary_meet(r->meta->lang, &p->text, &q->text);
}

/* A heading of a list of other articles, and the lines that follow it as long as they look like titles. */
static void drop_related(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        bool led = p->role == ROLE_DROPPED && strcmp(p->rule, "teaser") == 0; /* "See also:", then the titles */
        if ((p->role != ROLE_BODY && !led) || !is_short_line(p) ||
            !phrase_is(r->phrases, PHRASE_RELATED, p->low, strlen(p->low)) || !heads_teasers(r, i))
            continue;
        piece_drop(r, p, "related");
        for (size_t j = i + 1; j < r->pieces.n; j++) {
            struct piece *q = &r->pieces.items[j];
            if (q->role != ROLE_BODY || !is_teaser_like(q) || q->kind == PIECE_HEADING ||
                words_are_name(q->text.s, q->text.n))
                break;
            if ((q->blank > 0 && j > i + 1 && !q->linked) || (j > i + 1 && heads_next(r, j)))
                break;
            piece_drop(r, q, "related");
        }
    }
}

/* Lines that stand with a teaser in one block and look like one are teasers too. */
static void spread_teasers(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_DROPPED || strcmp(p->rule, "teaser-doubled") != 0)
            continue;
        for (size_t j = i; j > 0 && r->pieces.items[j].blank == 0; j--) {
            struct piece *q = &r->pieces.items[j - 1];
            if (!piece_is_open(q) || !is_teaser_like(q) || words_end_sentence(q->text.s, q->text.n))
                break;
            piece_drop(r, q, "teaser-run");
        }
        for (size_t j = i + 1; j < r->pieces.n && r->pieces.items[j].blank == 0; j++) {
            struct piece *q = &r->pieces.items[j];
            if (!piece_is_open(q) || !is_teaser_like(q) || words_are_name(q->text.s, q->text.n) ||
                words_end_sentence(q->text.s, q->text.n))
                break;
            piece_drop(r, q, "teaser-run");
        }
    }
}

/* Indented short lines where paragraphs have no indent. */
static void drop_indented(struct reading *r)
{
    size_t flat = 0, indented = 0;
    for (size_t i = 0; i < r->pieces.n; i++)
        *(r->pieces.items[i].indent > 0 ? &indented : &flat) += r->pieces.items[i].text.n > 0;
    if (indented == 0 || indented * 2 > flat)
        return;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (piece_is_open(p) && p->indent >= 2 && is_teaser_like(p) && !words_end_sentence(p->text.s, p->text.n))
            piece_drop(r, p, "teaser-indent");
    }
}

/* "A / B": titles of other articles on one line. */
static bool is_slash_line(const struct piece *p)
{
    const char *slash = is_teaser_like(p) ? strstr(p->text.s, " / ") : NULL;
    if (slash == NULL)
        return false;
    size_t left = (size_t)(slash - p->text.s);
    return words_count(p->text.s, left) >= 3 && words_count(slash + 3, p->text.n - left - 3) >= 3;
}

static void drop_slashes(struct reading *r)
{
    for (size_t i = 0, seen = 0; i < r->pieces.n && seen < 8; i++) {
        struct piece *p = &r->pieces.items[i];
        if (!piece_is_open(p))
            continue;
        seen++;
        if (is_slash_line(p))
            piece_drop(r, p, "teaser-slash");
    }
}

/* A block of bare lines right under the title, before the first paragraph: titles of other articles. One alone may be a
 * subtitle or a caption, so two are needed, or a video line (dropped before) right behind. */
static void drop_top_block(struct reading *r)
{
    size_t i = 0, first, count = 0;
    while (i < r->pieces.n && r->pieces.items[i].role != ROLE_TITLE)
        i++;
    if (i == r->pieces.n)
        return;
    for (first = ++i; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_DROPPED || p->role == ROLE_MERGED)
            continue;
        if (!piece_is_open(p) || !is_teaser_like(p) || words_end_sentence(p->text.s, p->text.n) || p->text.n < 24 ||
            captions_credit(r, p) != SIZE_MAX)
            break;
        count++;
    }
    if (i == r->pieces.n || count < 2 || count > 6 || r->pieces.items[i].text.n < 100)
        return;
    for (; first < i; first++)
        if (piece_is_open(&r->pieces.items[first]))
            piece_drop(r, &r->pieces.items[first], "teaser-run");
}

void boilerplate_teasers(struct reading *r)
{
    drop_related(r);
    if (r->page || r->authored)
        return;
    spread_teasers(r);
    drop_indented(r);
    drop_slashes(r);
    drop_top_block(r);
}

/* ---- the end of a page ---- */

static size_t without_count(const char *low, size_t n)
{
    size_t end = n;
    while (end > 0 && strchr(" ()0123456789:", low[end - 1]) != NULL)
        end--;
    return end;
}

static size_t body_bytes(const struct reading *r, size_t from)
{
    size_t sum = 0;
    for (size_t i = from; i < r->pieces.n; i++)
        sum += r->pieces.items[i].role == ROLE_BODY ? r->pieces.items[i].text.n : 0;
    return sum;
}

/* "Ý kiến bạn đọc (2)" and everything behind it, if that is a small part of the text. */
static void drop_comments(struct reading *r)
{
    size_t all = body_bytes(r, 0);
    for (size_t i = r->pieces.n / 2; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        size_t n = strlen(p->low), end = without_count(p->low, n);
        bool counted = end < n;
        if ((p->role != ROLE_BODY && p->role != ROLE_DROPPED) || end == 0 ||
            !phrase_is(r->phrases, PHRASE_COMMENTS, p->low, end) || (p->role == ROLE_DROPPED && !counted))
            continue;
        if (body_bytes(r, i) * 3 > all)
            return;
        for (; i < r->pieces.n; i++)
            if (r->pieces.items[i].role == ROLE_BODY)
                piece_drop(r, &r->pieces.items[i], "comments");
    }
}

/* "All reactions:", "See translation": a network's words below what was posted; counts, buttons and what others said
 * follow to the end. */
static void drop_reactions(struct reading *r)
{
    size_t all = body_bytes(r, 0);
    for (size_t i = r->pieces.n / 4; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        size_t n = strlen(p->low);
        if (i == 0 || (p->role != ROLE_BODY && p->role != ROLE_DROPPED) || p->text.n > 60 ||
            !phrase_is(r->phrases, PHRASE_REACTIONS, p->low, n))
            continue;
        if (body_bytes(r, i) * 2 > all)
            return;
        for (; i < r->pieces.n; i++)
            if (r->pieces.items[i].role == ROLE_BODY)
                piece_drop(r, &r->pieces.items[i], "reactions");
    }
}

/* Imprint lines of the site: from the end upward. In a text without paragraphs the imprint is cut off its end. */
static void drop_footer(struct reading *r)
{
    size_t looked = 0, start, end;
    for (size_t i = r->pieces.n; i-- > 0 && looked < 8;) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY || p->kind == PIECE_FIGURE || p->kind == PIECE_TABLE)
            continue;
        looked++;
        if (p->low[0] == '\0' || !phrase_find(r->phrases, PHRASE_FOOTER, p->low, strlen(p->low), &start, &end))
            continue;
        /* A sentence may speak of rights or editors; an imprint has a number, an address or a sign, or is none. */
        if (words_last_sign(p->text.s, p->text.n) == '.' && words_count(p->low + start, end - start) <= 2 &&
            strpbrk(p->low, "0123456789@:|") == NULL && strstr(p->low, "©") == NULL)
            continue;
        piece_drop(r, p, "footer");
        looked = looked > 2 ? looked - 2 : 0;
    }
}

/* A flattened page: one long line that runs on into the site's imprint. Cut before the sentence with its first word. */
static void cut_footer(struct reading *r)
{
    size_t last = piece_prev(r, r->pieces.n - 1), start, end;
    if (r->pieces.n == 0 || last == SIZE_MAX || r->pieces.items[last].kind != PIECE_TEXT)
        return;
    struct piece *p = &r->pieces.items[last];
    if (p->text.n < 600 || rule_kept(r, "footer"))
        return;
    size_t from = p->text.n - 400, cut = SIZE_MAX;
    while (((unsigned char)p->text.s[from] & 0xC0) == 0x80)
        from++;
    char *low = utf8_lower_str(r->a, p->text.s + from, p->text.n - from);
    for (size_t at = 0, n = strlen(low); at < n && cut == SIZE_MAX; at = words_next_sentence(p->text.s + from, n, at))
        if (phrase_starts(r->phrases, PHRASE_FOOTER, low + at, n - at) > 0)
            cut = from + at;
    if (cut == SIZE_MAX && strlen(low) == p->text.n - from &&
        phrase_find(r->phrases, PHRASE_FOOTER, low, strlen(low), &start, &end)) {
        /* The imprint's first sentence may begin with the site's name. */
        size_t sentence = 0, n = strlen(low);
        for (size_t at = 0; at < n && at <= start; at = words_next_sentence(p->text.s + from, n, at))
            sentence = at;
        cut = sentence > 0 ? from + sentence : SIZE_MAX;
    }
    if (cut != SIZE_MAX && piece_split(r, last, cut))
        piece_drop(r, &r->pieces.items[last + 1], "footer");
}

void boilerplate_tail(struct reading *r)
{
    if (r->authored || r->pieces.n == 0)
        return;
    drop_reactions(r);
    drop_comments(r);
    drop_footer(r);
    cut_footer(r);
}
