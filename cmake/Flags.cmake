# Compiler flags for everything in the project, as the interface library briefbook_flags.
add_library(briefbook_flags INTERFACE)
target_include_directories(briefbook_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(briefbook_flags INTERFACE _GNU_SOURCE)
target_compile_options(briefbook_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -fno-common
  -fstack-protector-strong)
target_link_options(briefbook_flags INTERFACE -Wl,-z,relro,-z,now)
if(NOT BRIEFBOOK_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(briefbook_flags INTERFACE -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
endif()
if(BRIEFBOOK_WERROR)
  target_compile_options(briefbook_flags INTERFACE -Werror)
endif()
if(BRIEFBOOK_SANITIZE)
  target_compile_options(briefbook_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
    -fno-omit-frame-pointer -O1 -g)
  target_link_options(briefbook_flags INTERFACE -fsanitize=address,undefined)
endif()
if(BRIEFBOOK_COVERAGE)
  target_compile_options(briefbook_flags INTERFACE --coverage -fprofile-update=atomic -O0 -g) # threads count too
  add_library(coverage_dump STATIC ${CMAKE_SOURCE_DIR}/tests/coverage/dump.c)
  target_link_options(coverage_dump INTERFACE -Wl,--wrap=_exit,--wrap=raise,-u,__wrap__exit)
  target_link_libraries(briefbook_flags INTERFACE coverage_dump)
  target_link_options(briefbook_flags INTERFACE --coverage)
endif()
if(BRIEFBOOK_FUZZ)
  target_compile_options(briefbook_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g)
  target_link_options(briefbook_flags INTERFACE -fsanitize=address,undefined)
endif()
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
