/* Briefing blocks on the page: rows of records (records.c), delegations (delegations.c), pages for writing (ruled.c).
 */
#ifndef LAYOUT_RECORDS_H
#define LAYOUT_RECORDS_H

#include "layout/flow.h"

/* Rows of a RECORDS node. */
void flow_records(struct flow *f, const struct doc_node *records);

/* A DIV with a setting of its own; false: it has none. */
bool flow_named(struct flow *f, const struct doc_node *div);

/* Both sides of `div`, side by side where the layout says so and a page holds them. */
void flow_delegations(struct flow *f, const struct doc_node *div);

/* Lines of META below the head of a block, or below its rows. */
void flow_block_lines(struct flow *f, const struct doc_node *first, enum role role);

/* Ruled pages behind the head that stands in the flow already. */
void flow_ruled(struct flow *f, unsigned pages);

/* A rule as a box of its own, as wide as `width`, that stays with what follows. */
void flow_rule_box(struct flow *f, scaled width, scaled thickness, uint8_t ink);

#endif
