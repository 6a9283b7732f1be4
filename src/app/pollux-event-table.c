/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-event-table.h"

#include "pollux-accessible.h"
#include "pollux-event-copy.h"
#include "pollux-cell-layout.h"
#include "pollux-table.h"
#include "pollux-template.h"
#include "pollux-time-text.h"
#include "pollux-tooltip.h"

/* Characters of a value in a row, and in its tooltip. */
#define ROW_MAX 400
#define TOOLTIP_MAX 3000
/* Pixels of a cell beside its text. */
#define CELL_PADDING 14
/* A view that is narrower has narrow columns. */
#define NARROW 720

struct _PolluxEventTable
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *heading;
  GtkSearchEntry *filter;
  GtkDropDown *level;
  GtkLabel *status;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  GtkWidget *empty;
  GtkLabel *empty_label;
  GtkWidget *clear;

  PolluxSession *session;
  PolluxEventModel *model;
  GSimpleActionGroup *actions;
  PolluxEventCopy *copy;
  gboolean filtered_anew;   /* and not scrolled since */
  gboolean shown_anew;      /* likewise */
  guint last_seen;          /* the last row in sight when it was hidden, G_MAXUINT: none */
  gboolean setting;         /* several parts of the choice at once */
  int sized;                /* for what the columns were made */
  guint size_source;
};

static const struct
{
  const char *title;
  int min_chars;
  int width_chars;
  gboolean expand;
} looks[POLLUX_N_EVENT_COLUMNS] = {
  [POLLUX_EVENT_COLUMN_TIME] = { N_("Time"), 12, 12, FALSE },
  [POLLUX_EVENT_COLUMN_LEVEL] = { N_("Level"), 6, 6, FALSE },
  [POLLUX_EVENT_COLUMN_TARGET] = { N_("Target"), 11, 18, FALSE },
  [POLLUX_EVENT_COLUMN_TASK] = { N_("Task"), 9, 13, FALSE },
  [POLLUX_EVENT_COLUMN_MESSAGE] = { N_("Message"), 14, 40, TRUE },
  [POLLUX_EVENT_COLUMN_FIELDS] = { N_("Fields"), 8, 20, TRUE },
};

/* In the order of #PolluxLevel, from TRACE on: it is the same as none. */
static const char *const level_names[] = {
  N_("All levels"), N_("Debug and up"), N_("Info and up"), N_("Warnings and up"), N_("Errors"),
  NULL,
};

G_DEFINE_FINAL_TYPE (PolluxEventTable, pollux_event_table, GTK_TYPE_WIDGET)

/* --- cells ----------------------------------------------------------------------- */

static PolluxEventColumn
get_column (gpointer cell)
{
  return GPOINTER_TO_UINT (g_object_get_data (cell, "column"));
}

static gboolean
query_tooltip_cb (GtkWidget *cell, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  PolluxEventRow *row = g_object_get_data (G_OBJECT (cell), "row");
  g_autofree char *text = row != NULL ? pollux_event_row_dup_text (row, get_column (cell)) : NULL;
  g_autofree char *cut = NULL;

  if (text == NULL || *text == '\0')
    return FALSE;
  if (g_utf8_strlen (text, -1) > TOOLTIP_MAX)
    {
      g_autofree char *head = g_utf8_substring (text, 0, TOOLTIP_MAX);

      cut = g_strconcat (head, "…", NULL);
    }
  gtk_tooltip_set_text (tooltip, cut != NULL ? cut : text);
  return TRUE;
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  PolluxEventColumn column = GPOINTER_TO_UINT (user_data);
  GtkWidget *cell = gtk_inscription_new (NULL);

  /* Its size does not depend on its text, so it is laid out only if it is seen. */
  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), column == POLLUX_EVENT_COLUMN_TIME ? 1 : 0);
  pollux_cell_layout_add (cell, looks[column].min_chars, looks[column].width_chars);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (cell, "numeric");
  /* Digits alone would stand at the other side where text goes to the left. */
  if (column == POLLUX_EVENT_COLUMN_TIME)
    gtk_widget_set_direction (cell, GTK_TEXT_DIR_LTR);
  g_object_set_data (G_OBJECT (cell), "column", GUINT_TO_POINTER (column));
  gtk_widget_set_has_tooltip (cell, TRUE);
  g_signal_connect (cell, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_list_item_set_child (item, cell);
}

static void
set_class (GtkWidget *cell, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (cell, name);
  else
    gtk_widget_remove_css_class (cell, name);
}

/* A row has the focus as a whole: all its cells, as they stand. */
static void
describe_row (PolluxEventRow *row, GtkWidget *cell)
{
  GtkWidget *widget = pollux_accessible_find_row (cell);
  g_autoptr (GString) name = g_string_new (NULL);

  if (widget == NULL)
    return;
  for (guint i = 0; i < POLLUX_N_EVENT_COLUMNS; i++)
    {
      g_autofree char *whole = pollux_event_row_dup_text (row, i);
      g_autofree char *text = pollux_event_text_flatten (whole, ROW_MAX);

      if (*text != '\0')
        g_string_append_printf (name, "%s%s", name->len > 0 ? ", " : "", text);
    }
  pollux_accessible_set_name (widget, name->str);
}

static void
update_cell (PolluxEventRow *row, GtkWidget *cell)
{
  PolluxEventColumn column = get_column (cell);
  g_autofree char *whole = pollux_event_row_dup_text (row, column);
  g_autofree char *text = pollux_event_text_flatten (whole, ROW_MAX);
  PolluxEventItem event = pollux_event_row_get_item (row);
  PolluxLevel level = pollux_event_row_get_level (row);
  gboolean is_level = column == POLLUX_EVENT_COLUMN_LEVEL;

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  set_class (cell, "no-record",
             event != POLLUX_EVENT_ITEM_NONE && pollux_event_item_is_foreign (event));
  set_class (cell, "level-error", is_level && level == POLLUX_LEVEL_ERROR);
  set_class (cell, "level-warning", is_level && level == POLLUX_LEVEL_WARN);
  set_class (cell, "level-low", is_level && level < POLLUX_LEVEL_INFO);
  if (column == POLLUX_EVENT_COLUMN_TIME)
    describe_row (row, cell);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *cell = gtk_list_item_get_child (item);
  PolluxEventRow *row = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (cell), "row", row);
  g_signal_connect (row, "changed", G_CALLBACK (update_cell), cell);
  update_cell (row, cell);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  PolluxEventRow *row = gtk_list_item_get_item (item);
  GtkWidget *cell = gtk_list_item_get_child (item);

  g_object_set_data (G_OBJECT (cell), "row", NULL);
  if (row != NULL)
    g_signal_handlers_disconnect_by_func (row, update_cell, cell);
}

static void
add_column (PolluxEventTable *self, PolluxEventColumn column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);

  view_column = gtk_column_view_column_new (_(looks[column].title), factory);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, looks[column].expand);
  gtk_column_view_append_column (self->view, view_column);
}

/* --- the status ------------------------------------------------------------------ */

static char *
describe_count (PolluxEventTable *self)
{
  PolluxEventList *list = pollux_event_model_get_list (self->model);
  guint n_items = pollux_event_list_get_n_items (list);
  guint n_all = pollux_event_list_get_n_all (list);
  gboolean lines = pollux_event_list_get_n_foreign (list) > 0;
  g_autofree char *shown = pollux_count_to_label (n_items);
  g_autofree char *all = pollux_count_to_label (n_all);

  if (n_items == n_all)
    return g_strdup_printf (lines ? ngettext ("%s line", "%s lines", n_all)
                                  : ngettext ("%s event", "%s events", n_all), all);
  return g_strdup_printf (lines
                            /* Translators: how many pass the filter, and how many there are:
                             * log events and lines that are no records. */
                            ? ngettext ("%s of %s line", "%s of %s lines", n_all)
                            /* Translators: how many pass the filter, and how many there are. */
                            : ngettext ("%s of %s event", "%s of %s events", n_all),
                          shown, all);
}

static gboolean
get_state (PolluxEventTable *self, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->actions),
                                                               name);

  return g_variant_get_boolean (state);
}

/* Those of the choice that are not seen elsewhere in the heading. */
static const char *
name_limits (PolluxEventTable *self)
{
  gboolean task = FALSE;
  gboolean range = FALSE;

  if (self->session != NULL)
    {
      task = get_state (self, "selected-task") &&
             pollux_session_get_selection (self->session)->task != POLLUX_TASK_NONE;
      range = get_state (self, "selected-range") && pollux_session_has_range (self->session);
    }
  if (task && range)
    return _("selected task and range");
  if (task)
    return _("selected task");
  return range ? _("selected range") : NULL;
}

static void
update_status (PolluxEventTable *self)
{
  PolluxEventList *list = pollux_event_model_get_list (self->model);
  const GError *error = pollux_event_model_get_error (self->model);
  double progress = pollux_event_list_get_progress (list);
  g_autofree char *count = describe_count (self);
  const char *note = name_limits (self);
  g_autofree char *text = NULL;

  /* Instead of the count: there is hardly room for both. */
  if (error != NULL)
    text = g_strdup (error->message);
  else if (note != NULL && progress < 0 && self->copy == NULL)
    text = g_strdup_printf ("%s · %s", count, note);
  else if (self->copy != NULL)
    text = g_strdup_printf ("%s · %s", count, _("copying…"));
  else if (progress >= 0)
    {
      /* Translators: how much of the file has been searched for the words. */
      g_autofree char *searched = g_strdup_printf (_("searched %d %%"), (int) (progress * 100));

      text = g_strdup_printf ("%s · %s", count, searched);
    }
  gtk_label_set_text (self->status, text != NULL ? text : count);
  pollux_tooltip_set (GTK_WIDGET (self->status), text != NULL ? text : count);
}

/* What stands in the place of rows where there are none. */
static void
update_empty (PolluxEventTable *self)
{
  PolluxEventList *list = pollux_event_model_get_list (self->model);
  gboolean none = self->session != NULL && pollux_event_list_get_n_items (list) == 0 &&
                  !pollux_event_list_is_busy (list) &&
                  pollux_trace_is_finished (pollux_session_get_trace (self->session));
  gboolean filtered = pollux_event_list_get_n_all (list) > 0;

  gtk_widget_set_visible (self->empty, none);
  if (!none)
    return;
  gtk_label_set_text (self->empty_label, filtered ? _("No event matches")
                                                  : _("This trace holds no log events"));
  gtk_widget_set_visible (self->clear, filtered);
}

/* A view without rows would pull its headings together, so columns have a
 * width: by what the table has, and by what its times need. */
static void
size_columns (PolluxEventTable *self)
{
  GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (self->scroller);
  gboolean narrow = gtk_adjustment_get_page_size (across) < NARROW;
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->view));
  GListModel *columns = gtk_column_view_get_columns (self->view);
  int width, time_chars = looks[POLLUX_EVENT_COLUMN_TIME].width_chars;
  PangoFontMetrics *metrics;
  PolluxClock clock;

  if (self->session != NULL)
    {
      pollux_session_get_fixed_clock (self->session, &clock);
      time_chars = pollux_event_count_chars (pollux_session_get_trace (self->session), &clock);
    }
  if (self->sized == 2 * time_chars + narrow || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->sized = 2 * time_chars + narrow;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
               pango_font_metrics_get_approximate_digit_width (metrics));
  pango_font_metrics_unref (metrics);
  for (guint i = 0; i < POLLUX_N_EVENT_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int n_chars = narrow ? looks[i].min_chars : looks[i].width_chars;

      if (i == POLLUX_EVENT_COLUMN_TIME)
        n_chars = time_chars;
      if (!looks[i].expand)
        gtk_column_view_column_set_fixed_width (column,
                                                PANGO_PIXELS_CEIL (width * n_chars) + CELL_PADDING);
    }
}

/* With another filter one looks at the selected event, else at what comes first. */
static void
look_anew (PolluxEventTable *self)
{
  guint position = pollux_event_model_get_position (self->model);

  if (!self->filtered_anew || pollux_event_model_is_filling (self->model) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->filtered_anew = FALSE;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    pollux_table_scroll_to (self->view, position != G_MAXUINT ? position : 0);
}

/* Shown again, to the selected event, else to the rows that were in sight before. */
static void
come_back (PolluxEventTable *self)
{
  guint position = pollux_event_model_get_position (self->model);

  if (!self->shown_anew || self->filtered_anew || pollux_event_model_is_filling (self->model) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->shown_anew = FALSE;
  if (position == G_MAXUINT)
    position = self->last_seen;
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    pollux_table_scroll_to (self->view, position);
}

static void
updated_cb (PolluxEventTable *self)
{
  come_back (self);
  size_columns (self);
  update_status (self);
  update_empty (self);
  look_anew (self);
}

static gboolean
size_cb (gpointer user_data)
{
  PolluxEventTable *self = user_data;

  self->size_source = 0;
  size_columns (self);
  return G_SOURCE_REMOVE;
}

/* While sizes are given out is no time to ask for others. */
static void
width_changed_cb (PolluxEventTable *self)
{
  if (self->size_source == 0)
    self->size_source = g_idle_add (size_cb, self);
}

/* Rows have one height: the ends of the scrolled part tell which are in sight. */
static void
update_visible (PolluxEventTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double upper = gtk_adjustment_get_upper (adjustment);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  double scale = upper > 0 ? n / upper : 0;
  guint first = (guint) floor (gtk_adjustment_get_value (adjustment) * scale);
  guint n_rows = (guint) ceil (gtk_adjustment_get_page_size (adjustment) * scale) + 2;

  if (n > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    pollux_event_model_set_visible (self->model, MIN (first, n - 1), MIN (n_rows, 200));
}

static void
reveal_cb (PolluxEventTable *self, guint position)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    pollux_table_scroll_later (self->view, position);
}

/* --- commands -------------------------------------------------------------------- */

static void
apply_cb (PolluxEventTable *self)
{
  guint level = gtk_drop_down_get_selected (self->level);
  PolluxEventChoice choice = {
    .text = gtk_editable_get_text (GTK_EDITABLE (self->filter)),
    .level = level == 0 || level == GTK_INVALID_LIST_POSITION ? POLLUX_LEVEL_NONE
                                                              : POLLUX_LEVEL_TRACE + level,
    .selected_task = get_state (self, "selected-task"),
    .selected_range = get_state (self, "selected-range"),
    .foreign = get_state (self, "foreign"),
  };

  if (self->setting)
    return;
  self->filtered_anew = TRUE;
  pollux_event_model_set_choice (self->model, &choice);
  updated_cb (self);
}

static void
toggle_action (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  apply_cb (user_data);
}

static void
clear_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxEventTable *self = user_data;
  static const char *const toggles[] = { "selected-task", "selected-range" };

  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    g_action_group_change_action_state (G_ACTION_GROUP (self->actions), toggles[i],
                                        g_variant_new_boolean (FALSE));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "foreign",
                                      g_variant_new_boolean (TRUE));
  gtk_editable_set_text (GTK_EDITABLE (self->filter), "");
  gtk_drop_down_set_selected (self->level, 0);
  self->setting = FALSE;
  apply_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
copied_cb (const char *text, guint n_items, const GError *error, gpointer owner)
{
  PolluxEventTable *self = owner;

  self->copy = NULL;
  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  update_status (self);
  if (error != NULL)
    gtk_label_set_text (self->status, error->message);
}

static void
copy_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PolluxEventTable *self = user_data;
  PolluxEventList *list = pollux_event_model_get_list (self->model);
  GtkBitset *selected = pollux_event_model_get_selected (self->model);
  PolluxLoader *loader =
    self->session != NULL ? pollux_session_get_loader (self->session) : NULL;
  PolluxClock clock;
  GArray *items;
  GtkBitsetIter iter;
  guint position;

  if (loader == NULL || !gtk_bitset_iter_init_first (&iter, selected, &position))
    return;

  g_clear_pointer (&self->copy, pollux_event_copy_cancel);
  items = g_array_new (FALSE, FALSE, sizeof (PolluxEventItem));
  do
    {
      PolluxEventItem item = pollux_event_list_get_item (list, position);

      if (item != POLLUX_EVENT_ITEM_NONE)
        g_array_append_val (items, item);
    }
  while (gtk_bitset_iter_next (&iter, &position));
  pollux_session_get_fixed_clock (self->session, &clock);
  self->copy = pollux_event_copy_start (pollux_session_get_trace (self->session), &clock, loader,
                                        items, copied_cb, self);
  update_status (self);
}

static void
stop_search_cb (PolluxEventTable *self)
{
  pollux_event_table_set_filter (self, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
entry_activate_cb (PolluxEventTable *self)
{
  apply_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* The poll that an event was made in, with as much again on both sides. */
static gboolean
find_surroundings (PolluxTrace *trace, const PolluxThing *thing, PolluxRange *range)
{
  PolluxTime time = pollux_thing_get_range (trace, thing).begin;
  const PolluxLane *lane;
  PolluxPoll poll;
  guint index;

  if (thing->task == POLLUX_TASK_NONE || time == POLLUX_TIME_NONE)
    return FALSE;

  lane = pollux_trace_get_lane (trace, thing->task);
  index = pollux_lane_find_poll (lane, time + 1);
  if (index == 0)
    return FALSE;
  pollux_lane_get_poll (lane, index - 1, &poll);
  if (time < poll.start || time >= poll.end)
    return FALSE;
  *range = (PolluxRange) { poll.start - (poll.end - poll.start), poll.end + poll.end - poll.start };
  return TRUE;
}

static void
activate_cb (PolluxEventTable *self, guint position)
{
  PolluxTrace *trace = pollux_session_get_trace (self->session);
  const PolluxThing *thing;
  PolluxRange range;

  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model), position, TRUE);
  thing = pollux_session_get_selection (self->session);
  if (find_surroundings (trace, thing, &range))
    pollux_session_show_range (self->session, range);
}

/* --- the widget ------------------------------------------------------------------ */

static gboolean
pollux_event_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PolluxEventTable *self = POLLUX_EVENT_TABLE (widget);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return pollux_table_move_focus (widget, self->heading, GTK_WIDGET (self->view), direction);

  return GTK_WIDGET_CLASS (pollux_event_table_parent_class)->focus (widget, direction);
}

static gboolean
pollux_event_table_grab_focus (GtkWidget *widget)
{
  return pollux_table_focus_row (GTK_WIDGET (POLLUX_EVENT_TABLE (widget)->view));
}

static void
pollux_event_table_map (GtkWidget *widget)
{
  PolluxEventTable *self = POLLUX_EVENT_TABLE (widget);

  GTK_WIDGET_CLASS (pollux_event_table_parent_class)->map (widget);
  self->shown_anew = TRUE;
  pollux_event_model_set_active (self->model, TRUE);
  update_visible (self);
  come_back (self);
}

static void
pollux_event_table_unmap (GtkWidget *widget)
{
  PolluxEventTable *self = POLLUX_EVENT_TABLE (widget);

  if (!pollux_event_model_is_filling (self->model))
    self->last_seen = pollux_table_get_last (self->view);
  pollux_event_model_set_active (self->model, FALSE);
  GTK_WIDGET_CLASS (pollux_event_table_parent_class)->unmap (widget);
}

static void
pollux_event_table_dispose (GObject *object)
{
  PolluxEventTable *self = POLLUX_EVENT_TABLE (object);

  g_clear_pointer (&self->copy, pollux_event_copy_cancel);
  g_clear_handle_id (&self->size_source, g_source_remove);
  self->setting = TRUE;
  g_clear_object (&self->session);
  pollux_template_dispose (GTK_WIDGET (self));
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (pollux_event_table_parent_class)->dispose (object);
}

static void
pollux_event_table_class_init (PolluxEventTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pollux_event_table_dispose;
  widget_class->focus = pollux_event_table_focus;
  widget_class->grab_focus = pollux_event_table_grab_focus;
  widget_class->map = pollux_event_table_map;
  widget_class->unmap = pollux_event_table_unmap;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-event-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, heading);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, filter);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, level);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, status);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, view);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, empty);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, empty_label);
  gtk_widget_class_bind_template_child (widget_class, PolluxEventTable, clear);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
add_actions (PolluxEventTable *self)
{
  static const GActionEntry entries[] = {
    { "selected-task", NULL, NULL, "false", toggle_action },
    { "selected-range", NULL, NULL, "false", toggle_action },
    { "foreign", NULL, NULL, "true", toggle_action },
    { "clear", clear_action },
    { "copy", copy_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "events", G_ACTION_GROUP (self->actions));
}

/* The keys of the clipboard copy rows while these have the focus. */
static void
add_keys (PolluxEventTable *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_c, GDK_CONTROL_MASK),
                      gtk_named_action_new ("events.copy")));
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
fill_levels (PolluxEventTable *self)
{
  g_autoptr (GtkStringList) levels = gtk_string_list_new (NULL);

  for (guint i = 0; level_names[i] != NULL; i++)
    gtk_string_list_append (levels, _(level_names[i]));
  gtk_drop_down_set_model (self->level, G_LIST_MODEL (levels));
}

static void
pollux_event_table_init (PolluxEventTable *self)
{
  GtkAdjustment *adjustment;

  self->last_seen = G_MAXUINT;
  self->setting = TRUE;
  self->model = pollux_event_model_new ();
  pollux_event_model_set_active (self->model, FALSE);
  add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->filter),
                               _("Words in the message, the fields, the target or the task; "
                                 "-word for events without it"));
  fill_levels (self);
  for (guint i = 0; i < POLLUX_N_EVENT_COLUMNS; i++)
    add_column (self, i);
  pollux_table_align_heading (self->view, POLLUX_EVENT_COLUMN_TIME);
  add_keys (self);
  pollux_table_enter_selected (self->view);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->model));
  g_signal_connect_object (self->model, "updated", G_CALLBACK (updated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "reveal", G_CALLBACK (reveal_cb), self,
                           G_CONNECT_SWAPPED);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (update_visible), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (update_visible), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (self->scroller),
                           "notify::page-size", G_CALLBACK (width_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->setting = FALSE;
}

/**
 * pollux_event_table_set_session:
 * @session: (nullable): whose events are listed
 */
void
pollux_event_table_set_session (PolluxEventTable *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_EVENT_TABLE (self));

  if (session == self->session)
    return;
  g_clear_pointer (&self->copy, pollux_event_copy_cancel);
  g_set_object (&self->session, session);
  pollux_event_model_set_session (self->model, session);
  updated_cb (self);
}

/**
 * pollux_event_table_focus_filter:
 *
 * What is typed next is a filter.
 */
void
pollux_event_table_focus_filter (PolluxEventTable *self)
{
  g_return_if_fail (POLLUX_IS_EVENT_TABLE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->filter));
  gtk_editable_select_region (GTK_EDITABLE (self->filter), 0, -1);
}

/**
 * pollux_event_table_set_filter:
 * @text: of the entry, applied at once
 */
void
pollux_event_table_set_filter (PolluxEventTable *self, const char *text)
{
  g_return_if_fail (POLLUX_IS_EVENT_TABLE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->filter), text);
  apply_cb (self);
}

/**
 * pollux_event_table_set_level:
 * @level: the lowest that is shown
 */
void
pollux_event_table_set_level (PolluxEventTable *self, PolluxLevel level)
{
  g_return_if_fail (POLLUX_IS_EVENT_TABLE (self));

  gtk_drop_down_set_selected (self->level,
                              level > POLLUX_LEVEL_TRACE ? level - POLLUX_LEVEL_TRACE : 0);
}

/**
 * pollux_event_table_get_model:
 *
 * Returns: (transfer none): the rows
 */
PolluxEventModel *
pollux_event_table_get_model (PolluxEventTable *self)
{
  g_return_val_if_fail (POLLUX_IS_EVENT_TABLE (self), NULL);

  return self->model;
}
