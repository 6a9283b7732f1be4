/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pollux-table.h"

#define WISH_KEY "pollux-table-wish"

/**
 * pollux_table_scroll_to:
 * @position: a row
 *
 * The list inside the column view knows how to scroll; the view does not tell
 * it before GTK 4.12.
 */
void
pollux_table_scroll_to (GtkColumnView *view, guint position)
{
  g_object_set_data (G_OBJECT (view), WISH_KEY, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (child))
        {
          gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
          return;
        }
    }
}

/* Where a view is to be scrolled to. */
typedef struct
{
  GtkColumnView *view;      /* whose data it is */
  guint position;
  guint source;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_handle_id (&wish->source, g_source_remove);
  g_free (wish);
}

static gboolean
wish_cb (gpointer data)
{
  Wish *wish = data;
  GtkColumnView *view = wish->view;
  guint position = wish->position;

  wish->source = 0;
  g_object_set_data (G_OBJECT (view), WISH_KEY, NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (view)) &&
      position < g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))))
    pollux_table_scroll_to (view, position);
  return G_SOURCE_REMOVE;
}

/**
 * pollux_table_scroll_later:
 * @position: a row, or one that is no longer there by then
 *
 * The same behind the next frame, which shows a selection at once: to scroll
 * far makes GTK fill two hundred rows anew. Another wish takes its place.
 */
void
pollux_table_scroll_later (GtkColumnView *view, guint position)
{
  Wish *wish = g_new (Wish, 1);

  wish->view = view;
  wish->position = position;
  wish->source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, wish_cb, wish, NULL);
  g_object_set_data_full (G_OBJECT (view), WISH_KEY, wish, wish_free);
}

/**
 * pollux_table_get_last:
 *
 * Scrolling to it brings the same rows into sight again. All are equally high.
 *
 * Returns: the last row in sight; %G_MAXUINT if the first is in sight, too
 */
guint
pollux_table_get_last (GtkColumnView *view)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double top = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);
  double bottom = top + gtk_adjustment_get_page_size (adjustment);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)));

  if (n == 0 || top <= 0 || upper <= 0)
    return G_MAXUINT;

  return CLAMP (bottom / upper * n - 1, 0, n - 1);
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *label = find_label (child);

      if (label != NULL)
        return label;
    }

  return NULL;
}

/* The headings are the children of the view's first child; columns do not know
 * them. */
static GtkWidget *
find_heading (GtkColumnView *view, guint column)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *heading = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; i < column && heading != NULL; i++)
    heading = gtk_widget_get_next_sibling (heading);

  return heading;
}

/**
 * pollux_table_describe_heading:
 * @column: which, as they were added
 * @meaning: what is in the column
 */
void
pollux_table_describe_heading (GtkColumnView *view, guint column, const char *meaning)
{
  GtkWidget *heading = find_heading (view, column);

  if (heading != NULL)
    gtk_widget_set_tooltip_text (heading, meaning);
}

/**
 * pollux_table_align_heading:
 * @column: which, as they were added
 */
void
pollux_table_align_heading (GtkColumnView *view, guint column)
{
  GtkWidget *heading = find_heading (view, column);
  GtkWidget *label = heading != NULL ? find_label (heading) : NULL;

  if (label == NULL)
    return;
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
}

static GQuark
get_key_sort_quark (void)
{
  return g_quark_from_static_string ("pollux-key-sort");
}

/* What a click does, as far as GTK 4.8 lets it be known: by this column, and
 * if it was chosen by keys before, the other way round. */
static gboolean
sort_by_heading_cb (GtkWidget *heading, GVariant *args, gpointer user_data)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (gtk_widget_get_ancestor (heading, GTK_TYPE_COLUMN_VIEW));
  GListModel *columns = gtk_column_view_get_columns (view);
  guint i = 0;
  int state = GPOINTER_TO_INT (g_object_get_qdata (G_OBJECT (view), get_key_sort_quark ()));
  g_autoptr (GtkColumnViewColumn) column = NULL;

  while (find_heading (view, i) != heading)
    i++;
  column = g_list_model_get_item (columns, i);
  state = state == (int) i + 1 ? -state : (int) i + 1;
  gtk_column_view_sort_by_column (view, column,
                                  state < 0 ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  g_object_set_qdata (G_OBJECT (view), get_key_sort_quark (), GINT_TO_POINTER (state));

  return GDK_EVENT_STOP;
}

/* The titles do not take the focus when they are asked to. */
static gboolean
focus_title (GtkWidget *title)
{
  GtkRoot *root = gtk_widget_get_root (title);

  if (!gtk_widget_get_focusable (title) || !gtk_widget_get_mapped (title) || root == NULL)
    return FALSE;
  gtk_root_set_focus (root, title);
  return TRUE;
}

static gboolean
move_to_title_cb (GtkWidget *heading, GVariant *args, gpointer user_data)
{
  gboolean back = (GPOINTER_TO_UINT (user_data) == GDK_KEY_Left) !=
                  (gtk_widget_get_direction (heading) == GTK_TEXT_DIR_RTL);

  do
    heading = back ? gtk_widget_get_prev_sibling (heading) : gtk_widget_get_next_sibling (heading);
  while (heading != NULL && !focus_title (heading));

  return GDK_EVENT_STOP;
}

static void
add_key (GtkEventController *controller, guint key, GtkShortcutFunc callback)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, 0),
                      gtk_callback_action_new (callback, GUINT_TO_POINTER (key), NULL)));
}

/**
 * pollux_table_focus_headings:
 * @view: whose columns were added
 *
 * Return and the space bar sort by the column whose title has the focus, arrows
 * go from title to title.
 */
void
pollux_table_focus_headings (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      GtkWidget *heading = find_heading (view, i);
      GtkEventController *controller;

      if (heading == NULL || gtk_column_view_column_get_sorter (column) == NULL)
        continue;
      controller = gtk_shortcut_controller_new ();
      add_key (controller, GDK_KEY_Return, sort_by_heading_cb);
      add_key (controller, GDK_KEY_KP_Enter, sort_by_heading_cb);
      add_key (controller, GDK_KEY_space, sort_by_heading_cb);
      add_key (controller, GDK_KEY_Left, move_to_title_cb);
      add_key (controller, GDK_KEY_Right, move_to_title_cb);
      gtk_widget_add_controller (heading, controller);
      gtk_widget_set_focusable (heading, TRUE);
    }
}

/* Titles are one thing to Tab as well. */
static gboolean
focus_titles (GtkWidget *view)
{
  GtkWidget *header = gtk_widget_get_first_child (view);

  for (GtkWidget *title = gtk_widget_get_first_child (header); title != NULL;
       title = gtk_widget_get_next_sibling (title))
    if (focus_title (title))
      return TRUE;

  return FALSE;
}

static GtkWidget *
find_rows (GtkWidget *view)
{
  GtkWidget *child = gtk_widget_get_first_child (view);

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/**
 * pollux_table_focus_row:
 * @view: a column view
 *
 * Returns: whether a row has the focus now
 */
gboolean
pollux_table_focus_row (GtkWidget *view)
{
  GtkWidget *rows = find_rows (view);

  for (GtkWidget *row = rows != NULL ? gtk_widget_get_first_child (rows) : NULL; row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0 &&
        gtk_widget_get_mapped (row))
      return gtk_widget_grab_focus (row);

  return gtk_widget_grab_focus (view);
}

static gboolean
enter_cb (gpointer user_data)
{
  GtkWidget *view = user_data;
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *rows = find_rows (view);

  if (focus != NULL && rows != NULL && gtk_widget_is_ancestor (focus, rows))
    pollux_table_focus_row (view);

  return G_SOURCE_REMOVE;
}

/* A click goes to the row that it is on. */
static void
entered_cb (GtkWidget *view)
{
  GtkRoot *root = gtk_widget_get_root (view);

  if (GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root)))
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, enter_cb, g_object_ref (view), g_object_unref);
}

/**
 * pollux_table_enter_selected:
 * @view: whose selection others change as well
 */
void
pollux_table_enter_selected (GtkColumnView *view)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "enter", G_CALLBACK (entered_cb), view);
  gtk_widget_add_controller (GTK_WIDGET (view), focus);
}

/**
 * pollux_table_move_focus:
 * @table: the whole
 * @heading: what stands above the rows
 * @view: the rows
 * @direction: forward or backward
 *
 * To the keys the rows are one thing: Tab enters them and leaves them, the
 * arrows move inside. The list itself would go through all of them.
 *
 * Returns: FALSE if the focus leaves the table
 */
gboolean
pollux_table_move_focus (GtkWidget *table, GtkWidget *heading, GtkWidget *view,
                         GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (table);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_view = focus != NULL && gtk_widget_is_ancestor (focus, view);
  gboolean in_heading = focus != NULL && gtk_widget_is_ancestor (focus, heading);
  gboolean in_titles = in_view &&
                       gtk_widget_is_ancestor (focus, gtk_widget_get_first_child (view));
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;

  if (in_titles)
    return forward ? pollux_table_focus_row (view) : gtk_widget_child_focus (heading, direction);
  if (in_view)
    return !forward && (focus_titles (view) || gtk_widget_child_focus (heading, direction));
  if (in_heading)
    /* To the row where it was before. */
    return gtk_widget_child_focus (heading, direction) ||
           (forward && (focus_titles (view) || pollux_table_focus_row (view)));
  if (forward)
    return gtk_widget_child_focus (heading, direction) || focus_titles (view) ||
           pollux_table_focus_row (view);
  return pollux_table_focus_row (view) || focus_titles (view) ||
         gtk_widget_child_focus (heading, direction);
}
