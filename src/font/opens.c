#include "font/opens.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <stdint.h>

int font_opens(const void *bytes, size_t n)
{
    FT_Library library;
    FT_Face face;
    FT_Error error = FT_Init_FreeType(&library);

    if (error)
        return error;
    error = FT_New_Memory_Face(library, bytes, (FT_Long)n, 0, &face);
    if (!error) {
        if (!FT_IS_SCALABLE(face) || face->num_glyphs < 1 || face->num_glyphs > UINT16_MAX)
            error = FT_Err_Invalid_File_Format;
        FT_Done_Face(face);
    }
    FT_Done_FreeType(library);
    return error;
}
