/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pollux-cli-output.h"
#include "pollux-cli-text.h"

G_BEGIN_DECLS

/**
 * PolluxCliColumn:
 * @title: its heading, translated; NULL for a table without
 * @right: aligned to the right
 * @min: 0, or the columns down to which it may be shortened
 * @cut: how
 * @optional: left out if no row has anything in it
 */
typedef struct
{
  const char *title;
  gboolean right;
  guint min;
  PolluxCliCut cut;
  gboolean optional;
} PolluxCliColumn;

/**
 * PolluxCliTable:
 *
 * Text in aligned columns, as wide as their content.
 */
typedef struct _PolluxCliTable PolluxCliTable;

PolluxCliTable *pollux_cli_table_new     (const PolluxCliColumn *columns,
                                          guint                  n_columns,
                                          guint                  gap,
                                          guint                  indent);
void            pollux_cli_table_free    (PolluxCliTable        *table);
/* The next cell, row by row; NULL and "" are empty. */
void            pollux_cli_table_add     (PolluxCliTable        *table,
                                          const char            *text);
void            pollux_cli_table_take    (PolluxCliTable        *table,
                                          char                  *text);
/* @width: columns of the terminal, 0 for no limit. */
void            pollux_cli_table_print   (PolluxCliTable        *table,
                                          guint                  width,
                                          PolluxCliOutput       *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PolluxCliTable, pollux_cli_table_free)

G_END_DECLS
