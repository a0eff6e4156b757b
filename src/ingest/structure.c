/* The stages in their order. Boilerplate goes first, since titles and leads are found by their neighbours; captions
 * before headings, since both are short lines; the lead last, since it is known by what follows it.
 */
#include "ingest/stages.h"

void structure_find(struct reading *r)
{
    bool labelled = !r->page && !r->authored && labels_find(r);
    if (!r->page && !r->authored)
        lists_find(r);
    captions_find_pairs(r);
    boilerplate_lines(r);
    if (r->authored) { /* what an author wrote above and below the text, where the front matter does not say it */
        metadata_find_dates(r);
        metadata_find_sources(r);
    }
    bool pasted = !r->page && !r->authored && !labelled;
    if (pasted)
        portal_find_head(r);
    if (!r->authored) {
        metadata_find_dates(r);
        metadata_find_sources(r);
        boilerplate_tail(r);
        if (pasted)
            portal_find_tail(r);
        if (!labelled)
            metadata_find_title(r);
    }
    boilerplate_teasers(r);
    repeats_find(r);
    metadata_find_author(r);
    captions_find(r);
    quotes_find(r);
    headings_find(r);
    headings_level(r);
    metadata_find_lead(r);
}
