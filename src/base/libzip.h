/* libzip, loaded when the first archive is read or written: it brings libcrypto, and together they are a third of the
 * time of a start. Calls look like those of libzip: libzip()->zip_open_from_source(…). */
#ifndef BASE_LIBZIP_H
#define BASE_LIBZIP_H

#include <zip.h>

#include "base/library.h"

/* The functions used. */
#define ZIP_FUNCTIONS(X, of)                                                                                           \
    X(of, zip_close)                                                                                                   \
    X(of, zip_discard)                                                                                                 \
    X(of, zip_error_code_system)                                                                                       \
    X(of, zip_error_code_zip)                                                                                          \
    X(of, zip_error_fini)                                                                                              \
    X(of, zip_error_init)                                                                                              \
    X(of, zip_error_set)                                                                                               \
    X(of, zip_error_strerror)                                                                                          \
    X(of, zip_error_to_data)                                                                                           \
    X(of, zip_fclose)                                                                                                  \
    X(of, zip_file_add)                                                                                                \
    X(of, zip_file_replace)                                                                                            \
    X(of, zip_file_set_dostime)                                                                                        \
    X(of, zip_file_set_external_attributes)                                                                            \
    X(of, zip_fopen)                                                                                                   \
    X(of, zip_fopen_index)                                                                                             \
    X(of, zip_fread)                                                                                                   \
    X(of, zip_get_error)                                                                                               \
    X(of, zip_get_name)                                                                                                \
    X(of, zip_get_num_entries)                                                                                         \
    X(of, zip_open_from_source)                                                                                        \
    X(of, zip_set_file_compression)                                                                                    \
    X(of, zip_source_buffer)                                                                                           \
    X(of, zip_source_buffer_create)                                                                                    \
    X(of, zip_source_close)                                                                                            \
    X(of, zip_source_free)                                                                                             \
    X(of, zip_source_function)                                                                                         \
    X(of, zip_source_keep)                                                                                             \
    X(of, zip_source_make_command_bitmap)                                                                              \
    X(of, zip_source_open)                                                                                             \
    X(of, zip_source_read)                                                                                             \
    X(of, zip_stat)                                                                                                    \
    X(of, zip_stat_index)                                                                                              \
    X(of, zip_stat_init)

LIBRARY_STRUCT(libzip, ZIP_FUNCTIONS);

/* libzip's functions, for as long as the program runs. Loads it at the first call, on whatever thread; ends the program
 * with a message if it is not there (library_need()). */
const struct libzip *libzip(void);

#endif
