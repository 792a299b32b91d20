// Mapped files that somebody else may cut short while they are read.
//
// To read what is gone raises SIGBUS, of which a process dies. In a guarded range it reads zeros instead, and
// the loss is noted, so that whoever reads can say what happened.
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

// Guards the pages of a mapping. Returns its number for the calls below; -1 when as many are guarded as can be,
// and the mapping stays unguarded.
int mapping_guard(const void *start, size_t size);

// Ends the guard, before the pages are given back.
void mapping_release(int number);

// Whether bytes of the mapping were found to be gone.
bool mapping_is_lost(int number);

// For whoever handles SIGBUS too: puts zeros in the place of what is gone, from the address of the fault to the
// end of its mapping. Returns whether the address lies in a guarded mapping, so that reading can go on.
bool mapping_mend(const siginfo_t *info);
