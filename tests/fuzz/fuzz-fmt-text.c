/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as a recording in each of the text formats, whatever they look
 * like: loaded into a trace, and read again.
 */

#include "config.h"

#include "fuzz-load.h"
#include "fuzz-target.h"
#include "pollux-fmt-text.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  fuzz_load (&pollux_fmt_full_class, data, size);
  fuzz_load (&pollux_fmt_compact_class, data, size);
  fuzz_load (&pollux_fmt_pretty_class, data, size);

  return 0;
}
