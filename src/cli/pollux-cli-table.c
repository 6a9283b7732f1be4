/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "pollux-cli-table.h"

struct _PolluxCliTable
{
  const PolluxCliColumn *columns;
  guint n_columns;
  guint gap;
  guint indent;
  GPtrArray *cells;
  guint *widths;
  gboolean *hidden;
  gboolean begun;
};

/**
 * pollux_cli_table_new:
 * @columns: (array length=n_columns): borrowed, must outlive the table
 * @n_columns: how many
 * @gap: blanks between two columns
 * @indent: blanks before each row
 *
 * Returns: (transfer full): a table without rows
 */
PolluxCliTable *
pollux_cli_table_new (const PolluxCliColumn *columns,
                      guint                  n_columns,
                      guint                  gap,
                      guint                  indent)
{
  PolluxCliTable *table = g_new0 (PolluxCliTable, 1);

  table->columns = columns;
  table->n_columns = n_columns;
  table->gap = gap;
  table->indent = indent;
  table->cells = g_ptr_array_new_with_free_func (g_free);
  table->widths = g_new0 (guint, n_columns);
  table->hidden = g_new0 (gboolean, n_columns);

  return table;
}

/**
 * pollux_cli_table_free:
 * @table: (nullable) (transfer full): a table
 */
void
pollux_cli_table_free (PolluxCliTable *table)
{
  if (table == NULL)
    return;

  g_ptr_array_unref (table->cells);
  g_free (table->widths);
  g_free (table->hidden);
  g_free (table);
}

/**
 * pollux_cli_table_take:
 * @table: a table
 * @text: (transfer full) (nullable): printable UTF-8
 */
void
pollux_cli_table_take (PolluxCliTable *table,
                       char           *text)
{
  g_ptr_array_add (table->cells, text != NULL ? text : g_strdup (""));
}

/**
 * pollux_cli_table_add:
 * @table: a table
 * @text: (nullable): printable UTF-8
 */
void
pollux_cli_table_add (PolluxCliTable *table,
                      const char     *text)
{
  pollux_cli_table_take (table, g_strdup (text != NULL ? text : ""));
}

static const char *
get_cell (const PolluxCliTable *table,
          guint                 row,
          guint                 column)
{
  return g_ptr_array_index (table->cells, row * table->n_columns + column);
}

static void
measure (PolluxCliTable *table)
{
  guint n_rows = table->cells->len / table->n_columns;

  for (guint column = 0; column < table->n_columns; column++)
    {
      const char *title = table->columns[column].title;
      guint width = table->widths[column];

      for (guint row = 0; row < n_rows; row++)
        width = MAX (width, pollux_cli_get_columns (get_cell (table, row, column)));

      if (!table->begun)
        table->hidden[column] = table->columns[column].optional && width == 0;
      if (title != NULL)
        width = MAX (width, pollux_cli_get_columns (title));
      table->widths[column] = width;
    }
}

static guint
get_total_width (const PolluxCliTable *table)
{
  guint total = 0;
  guint shown = 0;

  for (guint column = 0; column < table->n_columns; column++)
    if (!table->hidden[column])
      {
        total += table->widths[column];
        shown++;
      }

  return table->indent + total + (shown > 0 ? (shown - 1) * table->gap : 0);
}

/* Shortens the widest of the columns that can be shortened, one by one. */
static void
fit (PolluxCliTable *table,
     guint           width)
{
  guint total = get_total_width (table);

  while (total > width)
    {
      guint widest = table->n_columns;

      for (guint i = 0; i < table->n_columns; i++)
        if (!table->hidden[i] && table->columns[i].min > 0 &&
            table->widths[i] > table->columns[i].min &&
            (widest == table->n_columns || table->widths[i] > table->widths[widest]))
          widest = i;

      if (widest == table->n_columns)
        return;
      table->widths[widest]--;
      total--;
    }
}

static void
append_blanks (GString *line,
               guint    n)
{
  g_string_append_printf (line, "%*s", (int) n, "");
}

static void
append_cell (const PolluxCliTable *table,
             guint                 column,
             const char           *text,
             GString              *line,
             guint                *owed)
{
  const PolluxCliColumn *format = &table->columns[column];
  g_autofree char *shown = pollux_cli_shorten (text, table->widths[column], format->cut);
  guint blanks = table->widths[column] - pollux_cli_get_columns (shown);

  if (*shown == '\0')
    {
      *owed += table->widths[column];
    }
  else
    {
      append_blanks (line, *owed + (format->right ? blanks : 0));
      g_string_append (line, shown);
      *owed = format->right ? 0 : blanks;
    }

  *owed += table->gap;
}

/* Blanks are owed until something follows, so that none end a line. */
static void
print_row (const PolluxCliTable *table,
           int                   row,
           PolluxCliOutput      *output)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint owed = table->indent;

  for (guint column = 0; column < table->n_columns; column++)
    if (!table->hidden[column])
      append_cell (table, column,
                   row < 0 ? table->columns[column].title : get_cell (table, (guint) row, column),
                   line, &owed);

  g_string_append_c (line, '\n');
  pollux_cli_output_print (output, line->str);
}

/**
 * pollux_cli_table_print:
 * @table: a table with whole rows
 * @width: columns of the terminal, 0 for no limit
 * @output: where to
 *
 * Prints the rows that were added, without a blank at any line's end, and
 * drops them; more can follow, below the same heading. Columns that may be
 * shortened are, if it is wider than @width.
 */
void
pollux_cli_table_print (PolluxCliTable  *table,
                        guint            width,
                        PolluxCliOutput *output)
{
  guint n_rows = table->cells->len / table->n_columns;

  measure (table);
  if (width > 0)
    fit (table, width);

  if (!table->begun && table->columns[0].title != NULL)
    print_row (table, -1, output);
  table->begun = TRUE;

  for (guint row = 0; row < n_rows && pollux_cli_output_is_open (output); row++)
    print_row (table, (int) row, output);
  g_ptr_array_set_size (table->cells, 0);
}
