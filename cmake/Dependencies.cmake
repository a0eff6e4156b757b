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
find_library(HYPHEN_LIBRARY hyphen REQUIRED)
find_path(HYPHEN_INCLUDE_DIR hyphen.h REQUIRED)
add_library(dep_hyphen UNKNOWN IMPORTED)
set_target_properties(dep_hyphen PROPERTIES IMPORTED_LOCATION "${HYPHEN_LIBRARY}")
target_include_directories(dep_hyphen SYSTEM INTERFACE "${HYPHEN_INCLUDE_DIR}")

# When the program starts, each name that a library asks for is looked up in all libraries, in the order in which the
# program names them, until one has it. Nine in ten of those names are the own ones of libcrypto (which comes with
# libzip) and of libstdc++ (with ICU), or the C library's: with these three first half the time of the loader is saved.
set(NAMED_OFTEN "")
foreach(library libcrypto.so.3 libstdc++.so.6)
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
  find_library(QPDF_LIBRARY qpdf HINTS ${qpdf_LIBRARY_DIRS} REQUIRED)
  file(REAL_PATH "${QPDF_LIBRARY}" qpdf_file)
  get_filename_component(qpdf_file "${qpdf_file}" NAME)
  string(REGEX MATCH "^libqpdf\\.so\\.[0-9]+" QPDF_SONAME "${qpdf_file}")
endif()
