/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every frame that is drawn without a GPU needs a surface as large as the
 * window, and frees it again. By default the C library gives that memory back
 * to the system at once, and the next frame pays for fourteen hundred page
 * faults: of the 9 ms that GTK needs for a window of 1600x900, 4 ms. So what
 * a frame needs is kept; what a trace needs is far larger and not affected.
 */
#include "config.h"

#include <malloc.h>

#include "pollux-memory.h"

#define KEPT_AT_MOST (64 * 1024 * 1024)
#define FRAME_AT_MOST (32 * 1024 * 1024)

/**
 * pollux_memory_keep:
 *
 * Makes the allocator keep a frame's memory for the next one.
 */
void
pollux_memory_keep (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, KEPT_AT_MOST);
  mallopt (M_MMAP_THRESHOLD, FRAME_AT_MOST);
#endif
}
