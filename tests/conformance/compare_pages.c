/* compare-pages A B: do two programs show the same page? Both files are grey (PGM, 8 bits). Each is averaged over cells
 * of 8 × 8 pixels, which evens out how edges are drawn; prints cells in all and cells that differ by more than 24 of
 * 255. Sizes that differ by a pixel are cut to the smaller. Exit status 2: a file cannot be read, or the sizes differ
 * more. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define CELL 8
#define TOLERANCE 24
#define MAX_SIDE 20000

struct page {
    int width, height;
    unsigned char *pixels;
};

/* The next number of the head, with the sign behind it; -1: there is none, or it is larger than a side may be. */
static int read_number(FILE *in)
{
    int c = getc(in), n = -1;
    while (c == ' ' || c == '\n')
        c = getc(in);
    for (; c >= '0' && c <= '9' && n <= MAX_SIDE; c = getc(in))
        n = (n < 0 ? 0 : n * 10) + (c - '0');
    return n <= MAX_SIDE ? n : -1;
}

static bool read_page(const char *path, struct page *page)
{
    FILE *in = fopen(path, "rb");
    bool ok = in != NULL && getc(in) == 'P' && getc(in) == '5' && (page->width = read_number(in)) > 0 &&
              (page->height = read_number(in)) > 0 && read_number(in) == 255;
    size_t n = ok ? (size_t)page->width * (size_t)page->height : 0;
    page->pixels = malloc(n + 1);
    ok = ok && page->pixels != NULL && fread(page->pixels, 1, n, in) == n;
    if (in != NULL)
        fclose(in);
    return ok;
}

static int mean(const struct page *page, int x, int y)
{
    int sum = 0;
    for (int dy = 0; dy < CELL; dy++)
        for (int dx = 0; dx < CELL; dx++)
            sum += page->pixels[(size_t)(y + dy) * (size_t)page->width + (size_t)(x + dx)];
    return (sum + CELL * CELL / 2) / (CELL * CELL);
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static void compare(const struct page *a, const struct page *b)
{
    int cells = 0, differ = 0;
    for (int y = 0; y + CELL <= smaller(a->height, b->height); y += CELL)
        for (int x = 0; x + CELL <= smaller(a->width, b->width); x += CELL) {
            cells++;
            differ += abs(mean(a, x, y) - mean(b, x, y)) > TOLERANCE;
        }
    printf("%d %d\n", cells, differ);
}

int main(int argc, char **argv)
{
    struct page a = {0}, b = {0};
    bool ok = argc == 3 && read_page(argv[1], &a) && read_page(argv[2], &b) && abs(a.width - b.width) <= 1 &&
              abs(a.height - b.height) <= 1;
    if (ok)
        compare(&a, &b);
    else
        fprintf(stderr, "compare-pages: %d x %d and %d x %d\n", a.width, a.height, b.width, b.height);
    free(a.pixels);
    free(b.pixels);
    return ok ? 0 : 2;
}
