/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * pollux_uint64_hash:
 * @key: a pointer to a guint64
 *
 * For GHashTable, with g_int64_equal(). Span ids of tracing differ in their
 * upper half alone (slot below, generation from bit 51 on), where
 * g_int64_hash() does not look.
 *
 * Returns: a hash of all 64 bits
 */
static inline guint
pollux_uint64_hash (gconstpointer key)
{
  guint64 value = *(const guint64 *) key;

  value = (value ^ (value >> 32)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint) (value >> 32);
}

G_END_DECLS
