/* libzip, loaded when the first archive is read or written: it brings libcrypto, and together they are a third of the
 * time of a start. Calls look like those of libzip: libzip()->zip_open_from_source(…). */
#ifndef BASE_LIBZIP_H
#define BASE_LIBZIP_H

#include <zip.h>

/* The functions used, by their own types. */
#define ZIP_FUNCTIONS(X)                                                                                               \
    X(zip_close)                                                                                                       \
    X(zip_discard)                                                                                                     \
    X(zip_error_code_system)                                                                                           \
    X(zip_error_code_zip)                                                                                              \
    X(zip_error_fini)                                                                                                  \
    X(zip_error_init)                                                                                                  \
    X(zip_error_set)                                                                                                   \
    X(zip_error_strerror)                                                                                              \
    X(zip_error_to_data)                                                                                               \
    X(zip_fclose)                                                                                                      \
    X(zip_file_add)                                                                                                    \
    X(zip_file_replace)                                                                                                \
    X(zip_file_set_dostime)                                                                                            \
    X(zip_file_set_external_attributes)                                                                                \
    X(zip_fopen)                                                                                                       \
    X(zip_fopen_index)                                                                                                 \
    X(zip_fread)                                                                                                       \
    X(zip_get_error)                                                                                                   \
    X(zip_get_name)                                                                                                    \
    X(zip_get_num_entries)                                                                                             \
    X(zip_open_from_source)                                                                                            \
    X(zip_set_file_compression)                                                                                        \
    X(zip_source_buffer)                                                                                               \
    X(zip_source_buffer_create)                                                                                        \
    X(zip_source_close)                                                                                                \
    X(zip_source_free)                                                                                                 \
    X(zip_source_function)                                                                                             \
    X(zip_source_keep)                                                                                                 \
    X(zip_source_make_command_bitmap)                                                                                  \
    X(zip_source_open)                                                                                                 \
    X(zip_source_read)                                                                                                 \
    X(zip_stat)                                                                                                        \
    X(zip_stat_index)                                                                                                  \
    X(zip_stat_init)

struct libzip {
/* NOLINTNEXTLINE(bugprone-macro-parentheses): what is declared is the name itself */
#define ZIP_FIELD(name) __typeof__(&name) name;
    ZIP_FUNCTIONS(ZIP_FIELD)
#undef ZIP_FIELD
};

/* libzip's functions, for as long as the program runs. Loads it at the first call, on whatever thread; ends the program
 * with a message if it is not there (library_need()). */
const struct libzip *libzip(void);

#endif
