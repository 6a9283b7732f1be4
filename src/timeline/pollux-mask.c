/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-mask.h"

/**
 * pollux_mask_or:
 */
void
pollux_mask_or (guint8       *restrict out,
                const guint8 *restrict a,
                const guint8 *restrict b,
                gsize                  n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = a[i] | b[i];
}

/**
 * pollux_mask_above:
 */
void
pollux_mask_above (guint8       *restrict out,
                   const guint8 *restrict a,
                   const guint8 *restrict b,
                   gsize                  n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint8 above = a[i] > b[i] ? 0xff : 0;

      out[i] = a[i] & above;
    }
}

/**
 * pollux_mask_fill:
 */
void
pollux_mask_fill (guint8       *restrict out,
                  const guint8 *restrict base,
                  const guint8 *restrict ground,
                  const guint8 *restrict top,
                  guint8                 row,
                  gsize                  n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint8 inside = top[i] <= row ? 0xff : 0;

      out[i] = base[i] | ground[i] | inside;
    }
}

/**
 * pollux_mask_band:
 */
void
pollux_mask_band (guint8       *restrict out,
                  const guint8 *restrict pattern,
                  const guint8 *restrict top,
                  const guint8 *restrict bottom,
                  guint8                 row,
                  gsize                  n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint8 from = top[i] <= row ? 0xff : 0;
      guint8 until = bottom[i] > row ? 0xff : 0;

      out[i] = pattern[i] & from & until;
    }
}

/**
 * pollux_mask_max:
 */
void
pollux_mask_max (guint8       *restrict out,
                 const guint8 *restrict a,
                 gsize                  n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = out[i] > a[i] ? out[i] : a[i];
}
