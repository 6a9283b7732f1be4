/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-search-panel.h"

#include "pollux-event-row.h"
#include "pollux-template.h"
#include "pollux-text.h"
#include "pollux-time-text.h"
#include "pollux-tooltip.h"

/* Texts of the rows in sight are asked for so often at most. */
#define READ_MS 20

struct _PolluxSearchPanel
{
  GtkWidget parent_instance;

  /* Template children */
  GtkSearchEntry *entry;
  GtkWidget *steps;
  GtkLabel *status;
  GtkWidget *hidden;
  GtkListView *view;
  GtkLabel *empty;

  PolluxSession *session;
  GSignalGroup *signals;
  PolluxSearchModel *model;
  GtkSingleSelection *selection;
  guint position;           /* that was stepped to, or G_MAXUINT */
  PolluxThing thing;        /* that is there */
  int pending;              /* a step that waits for something to be found */
  gboolean following;       /* the list's selection is set from here */

  GHashTable *bound;        /* (element-type GtkListItem): rows that are in sight, or near */
  guint read_source;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PolluxSearchPanel, pollux_search_panel, GTK_TYPE_WIDGET)

/* --- rows ------------------------------------------------------------------------ */

static const char *
name_kind (const PolluxThing *thing)
{
  switch (thing->kind)
    {
    case POLLUX_THING_TASK:
      return _("Task");

    case POLLUX_THING_SPAN:
      return _("Span");

    case POLLUX_THING_EVENT:
      return _("Event");

    case POLLUX_THING_NONE:
      return "";

    default:
      /* Translators: of the file, which is no record. */
      return _("Line");
    }
}

static char *
dup_time (PolluxSession *session, const PolluxThing *thing)
{
  PolluxTrace *trace = pollux_session_get_trace (session);
  PolluxTime time = pollux_thing_get_range (trace, thing).begin;
  PolluxClock clock;

  if (thing->kind == POLLUX_THING_NONE)
    return g_strdup ("");
  pollux_session_get_fixed_clock (session, &clock);
  if (thing->kind == POLLUX_THING_FOREIGN)
    pollux_trace_get_foreign (trace, thing->index, &time);
  return pollux_event_dup_time (trace, &clock, time);
}

static char *
dup_task (PolluxTrace *trace, const PolluxThing *thing)
{
  if (thing->kind == POLLUX_THING_TASK || thing->task == POLLUX_TASK_NONE)
    return g_strdup ("");
  return pollux_text_for_task (trace, thing->task);
}

/* What was looked for stands out by weight, and not by colour alone. */
static PangoAttrList *
emphasise (const PolluxQuery *query, const char *text)
{
  PangoAttrList *list = pango_attr_list_new ();
  gsize begin, end = 0;

  while (pollux_query_find_place (query, text, end, &begin, &end))
    {
      PangoAttribute *attributes[] = {
        pango_attr_weight_new (PANGO_WEIGHT_BOLD),
        pango_attr_background_new (0xf5f5, 0xc2c2, 0x1111),
        pango_attr_background_alpha_new (0x5555),
      };

      for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
        {
          attributes[i]->start_index = begin;
          attributes[i]->end_index = end;
          pango_attr_list_insert (list, attributes[i]);
        }
    }
  return list;
}

static GtkWidget *
append_cell (GtkWidget *row, guint min_chars, guint nat_chars, float xalign, const char *style)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), xalign);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), min_chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), nat_chars);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (cell, style);
  gtk_box_append (GTK_BOX (row), cell);
  return cell;
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);

  append_cell (row, 5, 6, 0, "dim-label");
  append_cell (row, 12, 15, 1, "numeric");
  append_cell (row, 6, 16, 0, "numeric");
  gtk_widget_set_hexpand (append_cell (row, 12, 60, 0, "search-text"), TRUE);
  gtk_list_item_set_child (item, row);
}

static void
set_cell (GtkWidget **cell, char *text)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (*cell), text);
  *cell = gtk_widget_get_next_sibling (*cell);
  g_free (text);
}

static void
update_row (PolluxSearchRow *row, GtkListItem *item)
{
  PolluxSearchPanel *self = g_object_get_data (G_OBJECT (item), "panel");
  const PolluxThing *thing = pollux_search_row_get_thing (row);
  GtkWidget *cell = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  PolluxTrace *trace;
  g_autofree char *text = NULL;
  PangoAttrList *attributes;

  if (self->session == NULL)
    return;

  trace = pollux_session_get_trace (self->session);
  text = pollux_search_model_dup_text (self->model, thing);
  attributes = emphasise (pollux_search_model_get_query (self->model), text);
  set_cell (&cell, g_strdup (name_kind (thing)));
  set_cell (&cell, dup_time (self->session, thing));
  set_cell (&cell, dup_task (trace, thing));
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  gtk_inscription_set_attributes (GTK_INSCRIPTION (cell), attributes);
  pango_attr_list_unref (attributes);
}

static gboolean
read_cb (gpointer user_data)
{
  PolluxSearchPanel *self = user_data;
  guint first = G_MAXUINT, last = 0;
  GHashTableIter iter;
  gpointer item;

  self->read_source = 0;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      first = MIN (first, gtk_list_item_get_position (item));
      last = MAX (last, gtk_list_item_get_position (item));
    }
  /* The row with the focus may be far away from those in sight. */
  if (first <= last)
    pollux_search_model_want (self->model, first, MIN (last - first + 1, 1000));
  return G_SOURCE_REMOVE;
}

static void
read_texts (PolluxSearchPanel *self)
{
  if (self->read_source == 0)
    self->read_source = g_timeout_add (READ_MS, read_cb, self);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, PolluxSearchPanel *self)
{
  PolluxSearchRow *row = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (item), "panel", self);
  g_hash_table_add (self->bound, item);
  g_signal_connect (row, "changed", G_CALLBACK (update_row), item);
  update_row (row, item);
  read_texts (self);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, PolluxSearchPanel *self)
{
  PolluxSearchRow *row = gtk_list_item_get_item (item);

  g_hash_table_remove (self->bound, item);
  if (row != NULL)
    g_signal_handlers_disconnect_by_func (row, update_row, item);
}

/* --- the status ------------------------------------------------------------------ */

static char *
describe_status (PolluxSearchPanel *self)
{
  guint n = pollux_search_model_get_n_found (self->model);
  g_autofree char *count = pollux_count_to_label (n);

  if (pollux_query_is_empty (pollux_search_model_get_query (self->model)))
    return g_strdup ("");
  if (pollux_search_model_get_error (self->model) != NULL)
    return g_strdup (pollux_search_model_get_error (self->model)->message);
  if (self->position != G_MAXUINT)
    {
      g_autofree char *position = pollux_count_to_label ((guint64) self->position + 1);

      if (pollux_search_model_is_busy (self->model))
        return g_strdup_printf (_("%s of %s so far"), position, count);
      /* Translators: which of the results of a search is shown, "3 of 120". */
      return g_strdup_printf (_("%s of %s"), position, count);
    }
  if (pollux_search_model_is_busy (self->model))
    /* Translators: how many results a search has until now. */
    return g_strdup_printf (_("Searching… %s so far"), count);
  if (n == 0)
    return g_strdup (_("Nothing found"));
  return g_strdup_printf (ngettext ("%s result", "%s results", n), count);
}

/* Whether the lane of what was stepped to is left out of the picture. */
static gboolean
is_hidden (PolluxSearchPanel *self)
{
  const PolluxRows *rows;

  if (self->session == NULL || self->position == G_MAXUINT ||
      self->thing.kind == POLLUX_THING_FOREIGN)
    return FALSE;

  rows = pollux_session_get_task_rows (self->session);
  if (self->thing.task == POLLUX_TASK_NONE)
    return *pollux_session_get_filter (self->session) != '\0' ||
           pollux_rows_get_n_only (rows) > 0;
  return pollux_rows_find_task (rows, self->thing.task) == G_MAXUINT;
}

static void
update_status (PolluxSearchPanel *self)
{
  g_autofree char *status = describe_status (self);
  guint n = pollux_search_model_get_n_found (self->model);
  gboolean asked = !pollux_query_is_empty (pollux_search_model_get_query (self->model));

  gtk_label_set_text (self->status, status);
  pollux_tooltip_set (GTK_WIDGET (self->status), status);
  gtk_widget_set_sensitive (self->steps, n > 0);
  gtk_widget_set_visible (self->hidden, is_hidden (self));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), n == 0);
  gtk_label_set_text (self->empty,
                      asked ? pollux_search_model_is_busy (self->model) ? _("Searching…")
                                                                        : _("Nothing found")
                            : _("Names, places, fields and messages are searched"));
}

/* --- steps ----------------------------------------------------------------------- */

static void
scroll_to (PolluxSearchPanel *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
}

/* A task has no time of its own that a selection would be shown at. */
static void
reveal_life (PolluxSearchPanel *self, const PolluxThing *thing)
{
  PolluxViewport viewport = *pollux_session_get_viewport (self->session);
  PolluxRange life = pollux_thing_get_range (pollux_session_get_trace (self->session), thing);
  PolluxRange shown = pollux_viewport_get_range (&viewport);

  if (life.begin == POLLUX_TIME_NONE || (life.begin < shown.end && life.end > shown.begin))
    return;
  pollux_viewport_reveal (&viewport, life);
  pollux_session_set_viewport (self->session, &viewport, TRUE);
}

static void
go_to (PolluxSearchPanel *self, guint position)
{
  if (!pollux_search_model_get_thing (self->model, position, &self->thing))
    return;

  self->position = position;
  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->following = FALSE;
  scroll_to (self, position);
  if (self->thing.kind == POLLUX_THING_TASK)
    reveal_life (self, &self->thing);
  pollux_session_select (self->session, &self->thing, TRUE);
  update_status (self);
}

static void
selected_cb (PolluxSearchPanel *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (!self->following && self->session != NULL && position != GTK_INVALID_LIST_POSITION &&
      position != self->position)
    go_to (self, position);
}

static void
next_cb (PolluxSearchPanel *self)
{
  pollux_search_panel_step (self, 1);
}

static void
previous_cb (PolluxSearchPanel *self)
{
  pollux_search_panel_step (self, -1);
}

static gboolean
previous_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  pollux_search_panel_step (user_data, -1);
  return TRUE;
}

static gboolean
down_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POLLUX_SEARCH_PANEL (user_data)->view));
}

static gboolean
close_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CLOSED], 0);
  return TRUE;
}

static void
apply_cb (PolluxSearchPanel *self)
{
  g_autoptr (PolluxQuery) query =
    pollux_query_new (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  /* The entry tells late, when it may have been applied. */
  if (pollux_query_equal (query, pollux_search_model_get_query (self->model)))
    return;

  self->position = G_MAXUINT;
  self->pending = 0;
  pollux_search_model_set_text (self->model, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  update_status (self);
}

/* Return looks for what was typed even before the entry tells of it. */
static void
activate_cb (PolluxSearchPanel *self)
{
  apply_cb (self);
  pollux_search_panel_step (self, 1);
}

static void
stop_search_cb (PolluxSearchPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
show_lane_cb (PolluxSearchPanel *self)
{
  PolluxTaskIndex task = self->thing.task;

  if (self->position == G_MAXUINT)
    return;

  if (task == POLLUX_TASK_NONE ||
      !pollux_rows_takes (pollux_session_get_task_rows (self->session), task))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.clear-filter", NULL);
  pollux_session_show_task (self->session, task);
  go_to (self, self->position);
}

/* --- following ------------------------------------------------------------------- */

/* What was stepped to may have got another place, when tasks came. */
static void
follow_position (PolluxSearchPanel *self)
{
  PolluxThing thing;

  if (self->position == G_MAXUINT)
    return;
  for (guint i = self->position;
       pollux_search_model_get_thing (self->model, i, &thing); i++)
    {
      if (!pollux_thing_equal (&thing, &self->thing))
        continue;
      self->position = i;
      return;
    }
}

static void
updated_cb (PolluxSearchPanel *self)
{
  follow_position (self);
  if (self->pending != 0 && pollux_search_model_get_n_found (self->model) > 0)
    pollux_search_panel_step (self, self->pending);
  if (!pollux_search_model_is_busy (self->model))
    self->pending = 0;
  update_status (self);
  read_texts (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
pollux_search_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (POLLUX_SEARCH_PANEL (widget)->entry));
}

static void
pollux_search_panel_dispose (GObject *object)
{
  PolluxSearchPanel *self = POLLUX_SEARCH_PANEL (object);

  g_clear_handle_id (&self->read_source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      pollux_search_model_set_session (self->model, NULL);
    }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  pollux_template_dispose (GTK_WIDGET (self));
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (pollux_search_panel_parent_class)->dispose (object);
}

static void
pollux_search_panel_finalize (GObject *object)
{
  g_hash_table_unref (POLLUX_SEARCH_PANEL (object)->bound);
  G_OBJECT_CLASS (pollux_search_panel_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pollux/viewer/pollux-search-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, PolluxSearchPanel, entry);
  gtk_widget_class_bind_template_child (widget_class, PolluxSearchPanel, steps);
  gtk_widget_class_bind_template_child (widget_class, PolluxSearchPanel, status);
  gtk_widget_class_bind_template_child (widget_class, PolluxSearchPanel, hidden);
  gtk_widget_class_bind_template_child (widget_class, PolluxSearchPanel, view);
  gtk_widget_class_bind_template_child (widget_class, PolluxSearchPanel, empty);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_lane_cb);
}

static void
pollux_search_panel_class_init (PolluxSearchPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pollux_search_panel_dispose;
  object_class->finalize = pollux_search_panel_finalize;
  widget_class->grab_focus = pollux_search_panel_grab_focus;
  bind_template (widget_class);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
add_key (GtkEventController *controller, guint key, GdkModifierType modifiers,
         GtkShortcutFunc callback, PolluxSearchPanel *self)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                      gtk_callback_action_new (callback, self, NULL)));
}

static void
add_keys (PolluxSearchPanel *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  add_key (controller, GDK_KEY_Return, GDK_SHIFT_MASK, previous_key_cb, self);
  add_key (controller, GDK_KEY_KP_Enter, GDK_SHIFT_MASK, previous_key_cb, self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);

  controller = gtk_shortcut_controller_new ();
  add_key (controller, GDK_KEY_Down, 0, down_key_cb, self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), controller);

  controller = gtk_shortcut_controller_new ();
  add_key (controller, GDK_KEY_Escape, 0, close_key_cb, self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), controller);
}

static void
pollux_search_panel_init (PolluxSearchPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->position = G_MAXUINT;
  self->bound = g_hash_table_new (NULL, NULL);
  self->model = pollux_search_model_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->model, "updated", G_CALLBACK (updated_cb), self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry),
                               _("Words that are all there; \"with quotes\"; -word not"));
  add_keys (self);

  self->signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "rows-changed", G_CALLBACK (update_status), self);
  update_status (self);
}

/**
 * pollux_search_panel_set_session:
 * @session: (nullable): whose trace is searched
 */
void
pollux_search_panel_set_session (PolluxSearchPanel *self, PolluxSession *session)
{
  g_return_if_fail (POLLUX_IS_SEARCH_PANEL (self));

  if (!g_set_object (&self->session, session))
    return;
  self->position = G_MAXUINT;
  self->pending = 0;
  g_signal_group_set_target (self->signals, session);
  pollux_search_model_set_session (self->model, session);
  update_status (self);
}

/**
 * pollux_search_panel_set_text:
 * @text: what is looked for, at once
 */
void
pollux_search_panel_set_text (PolluxSearchPanel *self, const char *text)
{
  g_return_if_fail (POLLUX_IS_SEARCH_PANEL (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  apply_cb (self);
}

/**
 * pollux_search_panel_focus:
 */
void
pollux_search_panel_focus (PolluxSearchPanel *self)
{
  g_return_if_fail (POLLUX_IS_SEARCH_PANEL (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * pollux_search_panel_step:
 * @direction: 1 or -1
 *
 * Selects the next one that was found; round at the ends.
 */
void
pollux_search_panel_step (PolluxSearchPanel *self, int direction)
{
  guint n;

  g_return_if_fail (POLLUX_IS_SEARCH_PANEL (self));

  n = pollux_search_model_get_n_found (self->model);
  self->pending = 0;
  if (n == 0 || self->session == NULL)
    {
      /* The first one that is found is stepped to. */
      if (pollux_search_model_is_busy (self->model))
        self->pending = direction;
      return;
    }
  if (self->position >= n)
    go_to (self, direction > 0 ? 0 : n - 1);
  else if (direction > 0)
    go_to (self, self->position + 1 < n ? self->position + 1 : 0);
  else
    go_to (self, self->position > 0 ? self->position - 1 : n - 1);
}

/**
 * pollux_search_panel_get_position:
 *
 * Returns: which was stepped to, or G_MAXUINT
 */
guint
pollux_search_panel_get_position (PolluxSearchPanel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_PANEL (self), G_MAXUINT);

  return self->position;
}

/**
 * pollux_search_panel_get_model:
 *
 * Returns: (transfer none): what was found
 */
PolluxSearchModel *
pollux_search_panel_get_model (PolluxSearchPanel *self)
{
  g_return_val_if_fail (POLLUX_IS_SEARCH_PANEL (self), NULL);

  return self->model;
}
