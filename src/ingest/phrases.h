/* Lists of words and phrases by language (src/data/<lang>/ingest.yaml), as the rules ask for them. */
#ifndef INGEST_PHRASES_H
#define INGEST_PHRASES_H

#include <stdint.h>

#include "lang/data.h"

/* PHRASE(identifier, path below "ingest."). Every list is in lower case. */
#define PHRASE_LISTS                                                                                                   \
    PHRASE(LABEL_TITLE, "label.title")                                                                                 \
    PHRASE(LABEL_SUBTITLE, "label.subtitle")                                                                           \
    PHRASE(LABEL_DATE, "label.date")                                                                                   \
    PHRASE(LABEL_AUTHOR, "label.author")                                                                               \
    PHRASE(LABEL_SOURCE, "label.source")                                                                               \
    PHRASE(LABEL_URL, "label.url")                                                                                     \
    PHRASE(LABEL_TAGS, "label.tags")                                                                                   \
    PHRASE(LABEL_SUMMARY, "label.summary")                                                                             \
    PHRASE(LABEL_CONTENT, "label.content")                                                                             \
    PHRASE(NO_VALUE, "no-value")                                                                                       \
    PHRASE(CREDIT, "caption.credit")                                                                                   \
    PHRASE(CREDIT_LINE, "caption.credit-line")                                                                         \
    PHRASE(CAPTION_LINE, "caption.caption-line")                                                                       \
    PHRASE(VIDEO, "caption.video")                                                                                     \
    PHRASE(AUTO_CAPTION, "caption.numbered")                                                                           \
    PHRASE(BUTTON, "boilerplate.button")                                                                               \
    PHRASE(BUTTON_START, "boilerplate.button-start")                                                                   \
    PHRASE(AD, "boilerplate.ad")                                                                                       \
    PHRASE(PLACEHOLDER, "boilerplate.placeholder")                                                                     \
    PHRASE(END_MARK, "boilerplate.end-mark")                                                                           \
    PHRASE(BUTTON_END, "boilerplate.button-end")                                                                       \
    PHRASE(HOME, "boilerplate.home")                                                                                   \
    PHRASE(RELATED, "boilerplate.related")                                                                             \
    PHRASE(TEASER, "boilerplate.teaser")                                                                               \
    PHRASE(CAMPAIGN, "boilerplate.campaign")                                                                           \
    PHRASE(FOOTER, "boilerplate.footer")                                                                               \
    PHRASE(COMMENTS, "boilerplate.comments")                                                                           \
    PHRASE(TAGS, "boilerplate.tags")                                                                                   \
    PHRASE(REACTIONS, "boilerplate.reactions")                                                                         \
    PHRASE(BYLINE_START, "byline.start")                                                                               \
    PHRASE(BYLINE_END, "byline.end")                                                                                   \
    PHRASE(BYLINE_ROLE, "byline.role")                                                                                 \
    PHRASE(BYLINE_SITE, "byline.site")                                                                                 \
    PHRASE(CAPTION_START, "caption.start")                                                                             \
    PHRASE(BYLINE_PLACE, "byline.place")                                                                               \
    PHRASE(SPEAKER_TITLE, "byline.honorific")                                                                          \
    PHRASE(CREDIT_SOURCE, "byline.source")                                                                             \
    PHRASE(AGENCY, "byline.agency")                                                                                    \
    PHRASE(UPDATED, "date.updated")                                                                                    \
    PHRASE(DATE_WORD, "date.word")                                                                                     \
    PHRASE(RELATIVE_DATE, "date.relative")                                                                             \
    PHRASE(NEWS_START, "lead.news-start")                                                                              \
    PHRASE(HEADING_NUMBER, "heading.number")                                                                           \
    PHRASE(MOTTO, "title.motto")                                                                                       \
    PHRASE(PAPER, "title.paper")                                                                                       \
    PHRASE(SUBJECT, "title.subject")                                                                                   \
    PHRASE(HTML_LEAD, "html.lead")                                                                                     \
    PHRASE(HTML_AUTHOR, "html.author")                                                                                 \
    PHRASE(HTML_DATE, "html.date")                                                                                     \
    PHRASE(HTML_CAPTION, "html.caption")                                                                               \
    PHRASE(HTML_SOURCE, "html.source")                                                                                 \
    PHRASE(HTML_TITLE, "html.title")                                                                                   \
    PHRASE(HTML_SUBTITLE, "html.subtitle")                                                                             \
    PHRASE(HTML_FIGURE, "html.figure")                                                                                 \
    PHRASE(HTML_UNSEEN, "html.unseen")                                                                                 \
    PHRASE(HTML_NOISE, "html.noise")

enum phrase_list {
#define PHRASE(id, path) PHRASE_##id,
    PHRASE_LISTS
#undef PHRASE
        PHRASE_LIST_COUNT
};

/* A phrase of a list with its length, and the number (from 1) of the next one that may begin as it does. */
struct phrase {
    const char *s;
    uint16_t n, next;
};

/* The lists of the article's language and of English, whose words stand on pages of every language. */
struct phrases {
    struct data_list own[PHRASE_LIST_COUNT], common[PHRASE_LIST_COUNT];
    struct phrase *all[PHRASE_LIST_COUNT]; /* own, then common */
    uint16_t starts[PHRASE_LIST_COUNT]
                   [256]; /* by the two bytes that a phrase begins with, the first such one: phrases.c */
};

/* The phrases for a language ("vi", "vi-VN"); for one without data those of English alone. They are made once for all
 * languages and never change: the pointer holds for good, in every thread. */
const struct phrases *phrases_for(const char *lang);

/* True if `low` (lower case), without punctuation at its ends, is one of the phrases. */
bool phrase_is(const struct phrases *p, enum phrase_list list, const char *low, size_t n);

/* Length of the phrase that `low` begins with, followed by no letter or digit; the longest one; 0: none. */
size_t phrase_starts(const struct phrases *p, enum phrase_list list, const char *low, size_t n);

/* The same for the end. Returns the length. */
size_t phrase_ends(const struct phrases *p, enum phrase_list list, const char *low, size_t n);

/* Finds the first place in `low` where one of the phrases stands as whole words. Returns false when there is none. */
bool phrase_find(const struct phrases *p, enum phrase_list list, const char *low, size_t n, size_t *start, size_t *end);

#endif
