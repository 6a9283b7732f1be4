/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Rows of alpha bytes, the inner loops of the painter. They stand in a library
 * of their own that is always optimised for vectors, and know nothing of what
 * they draw.
 */

/* out[i] = a[i] | b[i] */
void pollux_mask_or     (guint8       *out,
                         const guint8 *a,
                         const guint8 *b,
                         gsize         n);
/* out[i] = a[i] > b[i] ? a[i] : 0 */
void pollux_mask_above  (guint8       *out,
                         const guint8 *a,
                         const guint8 *b,
                         gsize         n);
/* out[i] = base[i] | (row >= top[i] ? 255 : ground[i]) */
void pollux_mask_fill   (guint8       *out,
                         const guint8 *base,
                         const guint8 *ground,
                         const guint8 *top,
                         guint8        row,
                         gsize         n);
/* out[i] = top[i] <= row < bottom[i] ? pattern[i] : 0 */
void pollux_mask_band   (guint8       *out,
                         const guint8 *pattern,
                         const guint8 *top,
                         const guint8 *bottom,
                         guint8        row,
                         gsize         n);
/* out[i] = MAX (out[i], a[i]) */
void pollux_mask_max    (guint8       *out,
                         const guint8 *a,
                         gsize         n);

G_END_DECLS
