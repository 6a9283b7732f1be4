/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table does not use GtkSortListModel, which needs an object for every
 * task: PolluxTaskModel sorts by itself. What the headings say must be found
 * out, since GTK 4.8 has no getters for it: the column view's sorter is asked
 * to compare two rows that are in no table; the first column whose own sorter
 * is asked is the one that the table is sorted by, and the answer tells the
 * direction.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pollux-task-table.h"

#include "pollux-accessible.h"
#include "pollux-cell-layout.h"
#include "pollux-table.h"
#include "pollux-template.h"
#include "pollux-text.h"
#include "pollux-time-text.h"

typedef struct
{
  PolluxTaskTable *table;
  PolluxTaskColumn column;
} ColumnData;

struct _PolluxTaskTable
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *heading;
  GtkLabel *count;
  GtkColumnView *view;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxTaskModel *model;
  GtkColumnViewColumn *columns[POLLUX_N_TASK_COLUMNS];

  PolluxTaskRow *probes[2];
  PolluxTaskColumn probed;
  gboolean sorted_anew;     /* and not scrolled since */
  guint last_seen;          /* the last row in sight when it was hidden, G_MAXUINT: none */
  PolluxThing selected_then;
};

/* The texts of a column may be cut down to @min_chars, but numbers are not. */
static const struct
{
  const char *title;
  const char *meaning;
  int min_chars;
  int nat_chars;
} looks[POLLUX_N_TASK_COLUMNS] = {
  [POLLUX_TASK_COLUMN_NAME] = {
    N_("Task"), N_("The name that the program gave the task, else its kind"), 15, 26 },
  [POLLUX_TASK_COLUMN_ID] = { N_("Id"), N_("The number that Tokio gave the task"), 5, 5 },
  [POLLUX_TASK_COLUMN_KIND] = {
    N_("Kind"), N_("How the task was started: by spawn, spawn_local, block_on or spawn_blocking"),
    6, 8 },
  [POLLUX_TASK_COLUMN_LOCATION] = {
    N_("Location"), N_("The place in the source code where the task was started"), 14, 16 },
  [POLLUX_TASK_COLUMN_STATE] = {
    N_("State"), N_("What the task was doing when the trace ended; done: it was dropped before"),
    6, 8 },
  [POLLUX_TASK_COLUMN_POLLS] = {
    N_("Polls"), N_("How often the task was polled, without what it did while it was dropped"),
    5, 5 },
  [POLLUX_TASK_COLUMN_BUSY] = { N_("Busy"), N_("The sum of the task’s polls"), 7, 7 },
  [POLLUX_TASK_COLUMN_SCHEDULED] = {
    N_("Scheduled"), N_("How long the task, once woken, waited for a worker in all; the wait "
                        "before its first poll, the spawn delay, is not in it"), 7, 7 },
  [POLLUX_TASK_COLUMN_SPAWN_DELAY] = {
    N_("Spawn delay"), N_("The wait from the task’s creation to its first poll"), 7, 7 },
  [POLLUX_TASK_COLUMN_LONGEST_POLL] = {
    N_("Longest poll"), N_("The longest of the task’s polls that have an end"), 7, 7 },
  [POLLUX_TASK_COLUMN_LONGEST_DELAY] = {
    N_("Longest delay"), N_("The longest wait from a wake to the poll that followed; the wait "
                            "before the first poll, the spawn delay, is not in it"), 7, 7 },
  [POLLUX_TASK_COLUMN_WAKES] = {
    N_("Wakes"), N_("How often the task was woken, also where it was due already"), 5, 5 },
};

G_DEFINE_FINAL_TYPE (PolluxTaskTable, pollux_task_table, GTK_TYPE_WIDGET)

static void
column_data_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static ColumnData *
column_data_new (PolluxTaskTable *self, PolluxTaskColumn column)
{
  ColumnData *data = g_new (ColumnData, 1);

  *data = (ColumnData) { self, column };
  return data;
}

/* The whole of a text that may be cut. */
static gboolean
query_tooltip_cb (GtkInscription *cell, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_inscription_get_text (cell));
  return *gtk_inscription_get_text (cell) != '\0';
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, ColumnData *data)
{
  GtkWidget *cell = gtk_inscription_new (NULL);
  gboolean number = pollux_task_column_is_number (data->column);

  /* Its size does not depend on its text, so it is laid out only if it is seen. */
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), number ? 1 : 0);
  pollux_cell_layout_add (cell, looks[data->column].min_chars, looks[data->column].nat_chars);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (cell, "numeric");
  /* Digits alone would stand at the other side where text goes to the left. */
  if (number)
    gtk_widget_set_direction (cell, GTK_TEXT_DIR_LTR);
  g_object_set_data (G_OBJECT (cell), "column", GUINT_TO_POINTER (data->column));
  if (!number)
    {
      gtk_widget_set_has_tooltip (cell, TRUE);
      g_signal_connect (cell, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
    }
  gtk_list_item_set_child (item, cell);
}

/* A row has the focus as a whole, and is read as the task's lane is. */
static void
describe_row (PolluxTaskRow *row, GtkWidget *cell)
{
  GtkWidget *widget = pollux_accessible_find_row (cell);
  g_autofree char *text = NULL;

  if (widget == NULL)
    return;
  text = pollux_task_row_dup_sentence (row);
  pollux_accessible_set_name (widget, text);
}

static void
update_cell (PolluxTaskRow *row, GtkInscription *cell)
{
  PolluxTaskColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "column"));
  g_autofree char *text = pollux_task_row_dup_text (row, column);

  gtk_inscription_set_text (cell, text);
  if (column == POLLUX_TASK_COLUMN_NAME)
    describe_row (row, GTK_WIDGET (cell));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, ColumnData *data)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  PolluxTaskRow *row = gtk_list_item_get_item (item);

  g_signal_connect (row, "changed", G_CALLBACK (update_cell), cell);
  update_cell (row, GTK_INSCRIPTION (cell));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, ColumnData *data)
{
  PolluxTaskRow *row = gtk_list_item_get_item (item);

  if (row != NULL)
    g_signal_handlers_disconnect_by_func (row, update_cell, gtk_list_item_get_child (item));
}

/* Only ever asked about the two probes: see the head of this file. */
static int
probe (gconstpointer a, gconstpointer b, gpointer user_data)
{
  ColumnData *data = user_data;
  PolluxTaskTable *self = data->table;

  if (self->probed == POLLUX_N_TASK_COLUMNS)
    self->probed = data->column;
  return a == self->probes[0] ? GTK_ORDERING_SMALLER : GTK_ORDERING_LARGER;
}

static void
sorter_changed_cb (PolluxTaskTable *self)
{
  GtkSorter *sorter;
  GtkOrdering order;

  /* The view takes its columns apart after the table has gone. */
  if (self->model == NULL)
    return;

  sorter = gtk_column_view_get_sorter (self->view);
  self->probed = POLLUX_N_TASK_COLUMNS;
  order = gtk_sorter_compare (sorter, self->probes[0], self->probes[1]);
  self->sorted_anew = TRUE;
  pollux_task_model_sort (self->model, self->probed, order == GTK_ORDERING_LARGER);
}

/* A heading is wider than the numbers below it, so it takes two lines where it
 * has two words or a hyphen. */
static char *
dup_title (PolluxTaskColumn column)
{
  const char *title = _(looks[column].title);
  const char *gap = pollux_task_column_is_number (column) ? strpbrk (title, " -") : NULL;

  if (gap == NULL)
    return g_strdup (title);
  return g_strdup_printf ("%.*s\n%s", (int) (gap - title) + (*gap == '-'), title, gap + 1);
}

static GtkColumnViewColumn *
add_column (PolluxTaskTable *self, PolluxTaskColumn column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *title = dup_title (column);
  GtkColumnViewColumn *view_column;
  g_autoptr (GtkSorter) sorter = NULL;

  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), column_data_new (self, column),
                         column_data_free, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), column_data_new (self, column),
                         column_data_free, 0);
  g_signal_connect_data (factory, "unbind", G_CALLBACK (unbind_cb), column_data_new (self, column),
                         column_data_free, 0);

  view_column = gtk_column_view_column_new (title, factory);
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe, column_data_new (self, column), g_free));
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, column == POLLUX_TASK_COLUMN_NAME ||
                                                    column == POLLUX_TASK_COLUMN_LOCATION);
  gtk_column_view_append_column (self->view, view_column);
  g_object_unref (view_column);

  return view_column;
}

static void
reveal_selection (PolluxTaskTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const PolluxThing *thing;
  guint position;

  if (self->session == NULL)
    return;
  /* Who selects several rows here looks at the one that is clicked. */
  if (pollux_session_has_tasks (self->session) && focus != NULL &&
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;

  thing = pollux_session_get_selection (self->session);
  position = thing->kind != POLLUX_THING_NONE ? pollux_task_model_find (self->model, thing->task)
                                              : G_MAXUINT;
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->model)) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    pollux_table_scroll_later (self->view, position);
}

/* Other figures in sight follow the selected range: those of the table do not. */
static void
update_count (PolluxTaskTable *self)
{
  guint n_shown = pollux_task_model_get_n_tasks (self->model);
  guint n_tasks =
    self->session != NULL
      ? pollux_trace_get_n_tasks (pollux_session_get_trace (self->session))
      : 0;
  g_autofree char *shown = pollux_count_to_label (n_shown);
  g_autofree char *all = pollux_count_to_label (n_tasks);
  g_autofree char *text = NULL;

  if (n_shown < n_tasks)
    /* Translators: how many tasks pass the filter, and how many there are. */
    text = g_strdup_printf (_("%s of %s"), shown, all);
  if (self->session != NULL && pollux_session_has_range (self->session))
    {
      /* Translators: %s is the number of tasks in the table. */
      g_autofree char *whole = g_strdup_printf (_("%s · whole trace"), text != NULL ? text : all);

      gtk_label_set_text (self->count, whole);
      return;
    }
  gtk_label_set_text (self->count, text != NULL ? text : all);
}

/* In a new order one looks at the selected task, else at what comes first. */
/* To the rows that were in sight before it was hidden, or to what was selected
 * meanwhile, once there are as many. */
static void
come_back (PolluxTaskTable *self)
{
  const PolluxThing *thing = pollux_session_get_selection (self->session);
  guint last = self->last_seen;

  if (last == G_MAXUINT || pollux_task_model_is_busy (self->model) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->last_seen = G_MAXUINT;
  if (last < g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    pollux_table_scroll_to (self->view, last);
  if (!pollux_thing_equal (thing, &self->selected_then))
    reveal_selection (self);
}

static void
updated_cb (PolluxTaskTable *self)
{
  update_count (self);
  if (self->session != NULL)
    come_back (self);
  if (!self->sorted_anew)
    return;

  self->sorted_anew = FALSE;
  pollux_table_scroll_to (self->view, 0);
  reveal_selection (self);
}

static void
activate_cb (PolluxTaskTable *self, guint position)
{
  PolluxTaskIndex task = pollux_task_model_get_task (self->model, position);
  PolluxThing thing = { POLLUX_THING_TASK, task, 0 };
  PolluxRange life;

  if (task == POLLUX_TASK_NONE)
    return;

  life = pollux_lane_get_life (
    pollux_trace_get_lane (pollux_session_get_trace (self->session), task));
  pollux_session_select (self->session, &thing, TRUE);
  if (pollux_range_length (life) > 0)
    pollux_session_show_range (self->session, life);
}

static gboolean
pollux_task_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PolluxTaskTable *self = POLLUX_TASK_TABLE (widget);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return pollux_table_move_focus (widget, self->heading, GTK_WIDGET (self->view), direction);

  return GTK_WIDGET_CLASS (pollux_task_table_parent_class)->focus (widget, direction);
}

static gboolean
pollux_task_table_grab_focus (GtkWidget *widget)
{
  return pollux_table_focus_row (GTK_WIDGET (POLLUX_TASK_TABLE (widget)->view));
}

static void
pollux_task_table_map (GtkWidget *widget)
{
  PolluxTaskTable *self = POLLUX_TASK_TABLE (widget);

  GTK_WIDGET_CLASS (pollux_task_table_parent_class)->map (widget);
  pollux_task_model_set_active (self->model, TRUE);
  if (self->session != NULL)
    come_back (self);
}

static void
pollux_task_table_unmap (GtkWidget *widget)
{
  PolluxTaskTable *self = POLLUX_TASK_TABLE (widget);

  if (self->session != NULL && !pollux_task_model_is_busy (self->model))
    {
      self->last_seen = pollux_table_get_last (self->view);
      self->selected_then = *pollux_session_get_selection (self->session);
    }
  pollux_task_model_set_active (self->model, FALSE);
  GTK_WIDGET_CLASS (pollux_task_table_parent_class)->unmap (widget);
}

static void
pollux_task_table_dispose (GObject *object)
{
  PolluxTaskTable *self = POLLUX_TASK_TABLE (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  pollux_template_dispose (GTK_WIDGET (self));
  g_clear_object (&self->model);
  G_OBJECT_CLASS (pollux_task_table_parent_class)->dispose (object);
}

static void
pollux_task_table_finalize (GObject *object)
{
  PolluxTaskTable *self = POLLUX_TASK_TABLE (object);

  g_clear_object (&self->probes[0]);
  g_clear_object (&self->probes[1]);
  G_OBJECT_CLASS (pollux_task_table_parent_class)->finalize (object);
}

static void
pollux_task_table_class_init (PolluxTaskTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_task_table_dispose;
  object_class->finalize = pollux_task_table_finalize;
  widget_class->focus = pollux_task_table_focus;
  widget_class->grab_focus = pollux_task_table_grab_focus;
  widget_class->map = pollux_task_table_map;
  widget_class->unmap = pollux_task_table_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-task-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxTaskTable, heading);
  gtk_widget_class_bind_template_child (widget_class, PolluxTaskTable, count);
  gtk_widget_class_bind_template_child (widget_class, PolluxTaskTable, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
pollux_task_table_init (PolluxTaskTable *self)
{
  self->last_seen = G_MAXUINT;
  self->model = pollux_task_model_new ();
  pollux_task_model_set_active (self->model, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (self->probes); i++)
    self->probes[i] = pollux_task_row_new (NULL, POLLUX_TASK_NONE);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < POLLUX_N_TASK_COLUMNS; i++)
    {
      self->columns[i] = add_column (self, i);
      pollux_table_describe_heading (self->view, i, _(looks[i].meaning));
      if (pollux_task_column_is_number (i))
        pollux_table_align_heading (self->view, i);
    }
  pollux_table_focus_headings (self->view);
  pollux_table_enter_selected (self->view);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->model));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "updated", G_CALLBACK (updated_cb), self,
                           G_CONNECT_SWAPPED);

  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "range-changed", G_CALLBACK (update_count), self);
  g_signal_group_connect_swapped (self->signals, "selection-changed",
                                  G_CALLBACK (reveal_selection), self);
}

/**
 * pollux_task_table_set_session:
 * @session: (nullable): whose tasks are listed
 */
void
pollux_task_table_set_session (PolluxTaskTable *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_TASK_TABLE (self));

  if (!g_set_object (&self->session, session))
    return;
  self->last_seen = G_MAXUINT;
  pollux_task_model_set_session (self->model, session);
  g_signal_group_set_target (self->signals, session);
  update_count (self);
}

/**
 * pollux_task_table_sort:
 * @column: by what, or POLLUX_N_TASK_COLUMNS for the order of the picture
 * @descending: the largest first
 */
void
pollux_task_table_sort (PolluxTaskTable *self, PolluxTaskColumn column, gboolean descending)
{
  g_return_if_fail (POLLUX_IS_TASK_TABLE (self));

  gtk_column_view_sort_by_column (self->view,
                                  column < POLLUX_N_TASK_COLUMNS ? self->columns[column] : NULL,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/**
 * pollux_task_table_get_model:
 *
 * Returns: (transfer none): the list behind the table
 */
PolluxTaskModel *
pollux_task_table_get_model (PolluxTaskTable *self)
{
  g_return_val_if_fail (POLLUX_IS_TASK_TABLE (self), NULL);

  return self->model;
}
