/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-types.h"

G_BEGIN_DECLS

/*
 * Times as text, both ways. All durations are nanoseconds; all printed ones
 * carry a unit, separated by a no-break space (U+00A0); µ is U+00B5. A negative
 * one begins with a minus sign (U+2212); digits are grouped by narrow no-break spaces
 * (U+202F) in front of the point, too.
 */

/* "1.58 ms": three significant digits, for labels. POLLUX_TIME_NONE gives "—". */
char     *pollux_duration_to_label       (gint64       duration);

/* "1.579 000 ms" → every digit down to ns, grouped by three behind the point
 * with U+202F narrow no-break spaces, unit by magnitude; 7 ns is "7 ns". */
char     *pollux_duration_to_exact       (gint64       duration);

/* Exact, in a fixed unit for a ruler whose ticks are @step ns apart: as few
 * decimals as tell two ticks apart. */
char     *pollux_duration_to_tick        (gint64       time,
                                          gint64       step);

/* "12.5ms", "1s", "250us", "250µs", "0", "1m30s", "+3ms", "-1ms", and what the
 * functions above print, so that it can be pasted. Any other text, an overflow
 * or a missing unit (but for 0) gives FALSE. */
gboolean  pollux_duration_from_text      (const char  *text,
                                          gint64      *duration);

/* RFC 3339 with T or blank, up to nine digits of the second (more are cut),
 * any zone or Z, with a blank before it or not; ns since the Unix epoch. Not
 * NUL terminated: @length bytes.
 * Strict: ranges of month, day (leap years), hour, minute, second (60 is
 * taken as the last ns before the next minute) and zone are checked. */
gboolean  pollux_epoch_from_rfc3339      (const char  *bytes,
                                          gsize        length,
                                          gint64      *epoch_ns);

/* The reverse, always UTC with nine digits and Z. */
char     *pollux_epoch_to_rfc3339        (gint64       epoch_ns);

/* "2026-11-22 19:07:01.666 624 CET" in the local zone, for people; nanoseconds only
 * if there are some. POLLUX_TIME_NONE gives "—" here, too. */
char     *pollux_epoch_to_local          (gint64       epoch_ns);

/* "12,345" style grouping with a thin space; counts for people. */
char     *pollux_count_to_label          (guint64      count);

/* "1.4 MB": powers of 1000. */
char     *pollux_bytes_to_label          (guint64      bytes);

G_END_DECLS
