# Injected faults: a library that is loaded before the C library, and scripts that run the program with it. Sanitizers
# bring their own allocator, so these tests run with the plain program only.
if(NOT BRIEFBOOK_SANITIZE AND NOT BRIEFBOOK_FUZZ)
  add_library(faults SHARED ${CMAKE_CURRENT_LIST_DIR}/faults.c ${CMAKE_CURRENT_LIST_DIR}/each.c)
  target_link_libraries(faults PRIVATE ${CMAKE_DL_LIBS})
  target_compile_definitions(faults PRIVATE _GNU_SOURCE)
  target_compile_options(faults PRIVATE -Wall -Wextra -O1)
  set_target_properties(faults PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  set(runs "")
  if(BRIEFBOOK_COVERAGE) # slow, and each run writes its counts, for which memory is asked at the very end
    set(runs FAULT_RUNS=30 FAULT_FOREIGN=1000)
  endif()
  file(GLOB fault_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.sh)
  foreach(script ${fault_tests})
    briefbook_script_test(faults ${script} LABELS once
      ENV "BRIEFBOOK=$<TARGET_FILE:briefbook>" "FAULTS=$<TARGET_FILE:faults>" ${runs})
  endforeach()
endif()
