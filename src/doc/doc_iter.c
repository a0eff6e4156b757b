/* Walking the tree in reading order, without recursion: articles from the web can be nested very deep. */
#include "doc/doc.h"

struct doc_node *doc_skip(const struct doc_node *root, const struct doc_node *node)
{
    while (node != root) {
        if (node->next != NULL)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

struct doc_node *doc_next(const struct doc_node *root, const struct doc_node *node)
{
    return node->first != NULL ? node->first : doc_skip(root, node);
}

uint32_t doc_number_nodes(struct doc_node *root)
{
    uint32_t seq = 0;
    for (struct doc_node *node = root; node != NULL; node = doc_next(root, node))
        node->seq = ++seq;
    return seq;
}
