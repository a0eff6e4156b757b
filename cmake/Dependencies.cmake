# Every library that briefbook uses, as an imported target dep_<name>. One room links only what it may use.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

function(briefbook_dependency name)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${ARGN})
  add_library(dep_${name} ALIAS PkgConfig::${name})
endfunction()

briefbook_dependency(harfbuzz harfbuzz)
briefbook_dependency(harfbuzz_subset harfbuzz-subset)
briefbook_dependency(freetype freetype2)
briefbook_dependency(icu icu-uc)
briefbook_dependency(xml2 libxml-2.0)
briefbook_dependency(zip libzip)
briefbook_dependency(yaml yaml-0.1)
briefbook_dependency(md4c md4c)
briefbook_dependency(deflate libdeflate)
briefbook_dependency(zlib zlib)
briefbook_dependency(png libpng)
briefbook_dependency(turbojpeg libturbojpeg)
briefbook_dependency(webp libwebp libwebpdemux)
briefbook_dependency(lcms lcms2)
briefbook_dependency(qrencode libqrencode)
briefbook_dependency(fontconfig fontconfig)
briefbook_dependency(nettle nettle)
briefbook_dependency(cjson libcjson)

# libharu comes without a pkg-config file. HPDF_SHARED stays undefined: with it handles become void *.
find_library(HPDF_LIBRARY hpdf REQUIRED)
find_path(HPDF_INCLUDE_DIR hpdf.h REQUIRED)
add_library(dep_hpdf UNKNOWN IMPORTED)
set_target_properties(dep_hpdf PROPERTIES IMPORTED_LOCATION "${HPDF_LIBRARY}")
target_include_directories(dep_hpdf SYSTEM INTERFACE "${HPDF_INCLUDE_DIR}")

# Neither does libhyphen.
find_path(HYPHEN_INCLUDE_DIR hyphen.h REQUIRED)
# Some libraries are loaded by dlopen() in the runs that need them (base/library.h), by the names under which they were
# found here: sets <variable> to the soname of the library <name>.
function(briefbook_soname variable name)
  find_library(${variable}_FILE ${name} HINTS ${ARGN} REQUIRED)
  mark_as_advanced(${variable}_FILE)
  file(REAL_PATH "${${variable}_FILE}" file)
  get_filename_component(file "${file}" NAME)
  string(REGEX MATCH "^lib${name}\\.so\\.[0-9]+" soname "${file}")
  set(${variable} "${soname}" PARENT_SCOPE)
endfunction()

# Runs that write no EPUB and read no archive do without it, and without libcrypto, which comes with it: together they are
# a third of the time of a start.
briefbook_soname(ZIP_SONAME zip ${zip_LIBRARY_DIRS})

# Most books have no photographs, profiles, QR codes or words that are hyphenated.
briefbook_soname(TURBOJPEG_SONAME turbojpeg ${turbojpeg_LIBRARY_DIRS})
briefbook_soname(WEBP_SONAME webp ${webp_LIBRARY_DIRS})
briefbook_soname(WEBPDEMUX_SONAME webpdemux ${webp_LIBRARY_DIRS})
briefbook_soname(LCMS_SONAME lcms2 ${lcms_LIBRARY_DIRS})
briefbook_soname(QRENCODE_SONAME qrencode ${qrencode_LIBRARY_DIRS})
briefbook_soname(HYPHEN_SONAME hyphen)

# When the program starts, each name that a library asks for is looked up in all libraries, in the order in which the
# program names them, until one has it. Most of those names are the own ones of libstdc++ (which comes with ICU), or the
# C library's.
set(NAMED_OFTEN "")
foreach(library libstdc++.so.6)
  find_library(often_${library} ${library})
  mark_as_advanced(often_${library})
  if(often_${library})
    list(APPEND NAMED_OFTEN "${often_${library}}")
  endif()
endforeach()
list(APPEND NAMED_OFTEN -lc)

# Optional: what is not there is not used.
pkg_check_modules(seccomp IMPORTED_TARGET libseccomp)

# libqpdf linearizes and encrypts. It is loaded by the runs that ask for it, by the name under which it was found here.
option(BRIEFBOOK_QPDF "Linearizing and encrypting, where libqpdf is there" ON)
if(BRIEFBOOK_QPDF)
  pkg_check_modules(qpdf libqpdf)
endif()
if(qpdf_FOUND)
  briefbook_soname(QPDF_SONAME qpdf ${qpdf_LIBRARY_DIRS})
endif()
