/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole window without a pointer: where Tab leads, what can be seen of it. */
#include "config.h"

#include "window-fixture.h"

#include "pollux-overview-view.h"
#include "pollux-task-table.h"
#include "pollux-timeline.h"
#include "pollux-trace-view.h"

#define STOPS_MAX 120

static GtkWidget *
get_focus (PolluxWindow *window)
{
  return gtk_root_get_focus (GTK_ROOT (window));
}

/* "Zoom Out", "Filter Tasks": what a focus stop is called, by its tooltip or text. */
static char *
describe (GtkWidget *widget)
{
  const char *tooltip = widget != NULL ? gtk_widget_get_tooltip_text (widget) : NULL;
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  return g_strdup_printf ("%s %s", widget != NULL ? G_OBJECT_TYPE_NAME (widget) : "nothing",
                          tooltip != NULL ? tooltip : label != NULL ? label : "");
}

/* Some of it is in the window, and the keys show where they are. */
static void
assert_visible (PolluxWindow *window, GtkWidget *focus)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_get_mapped (focus));
  g_assert_true (gtk_widget_is_sensitive (focus));
  g_assert_true (gtk_widget_has_visible_focus (focus) || GTK_IS_TEXT (focus));
  g_assert_true (gtk_widget_compute_bounds (focus, GTK_WIDGET (window), &bounds));
  g_assert_cmpfloat (bounds.size.width, >, 8);
  g_assert_cmpfloat (bounds.size.height, >, 8);
  g_assert_cmpfloat (bounds.origin.x, >=, -1);
  g_assert_cmpfloat (bounds.origin.x, <, gtk_widget_get_width (GTK_WIDGET (window)) - 8);
  g_assert_cmpfloat (bounds.origin.y, <, gtk_widget_get_height (GTK_WIDGET (window)) - 8);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, >, 8);
}

/* Presses @key until the focus is where it was the first time; all stops. */
static GPtrArray *
collect_stops (PolluxWindow *window, const char *key)
{
  GPtrArray *stops = g_ptr_array_new ();

  for (guint i = 0; i < STOPS_MAX; i++)
    {
      GtkWidget *focus;

      test_press (window, key);
      focus = get_focus (window);
      g_assert_nonnull (focus);
      if (stops->len > 0 && focus == g_ptr_array_index (stops, 0))
        return stops;
      if (g_ptr_array_find (stops, focus, NULL))
        {
          g_autofree char *text = describe (focus);

          g_error ("%s leads in a circle to %s", key, text);
        }
g_test_message ("%s: %s", key, G_OBJECT_TYPE_NAME (focus));
      assert_visible (window, focus);
      g_ptr_array_add (stops, focus);
    }
  g_error ("no end of stops");
}

static gboolean
has_stop (GPtrArray *stops, gpointer widget)
{
  for (guint i = 0; i < stops->len; i++)
    {
      GtkWidget *stop = g_ptr_array_index (stops, i);

      if (stop == widget || gtk_widget_is_ancestor (stop, widget))
        return TRUE;
    }

  return FALSE;
}

/* Buttons and entries of the header and the page: all that can be used with a
 * pointer now. What is inside of a table is the arrows' business. */
static void
assert_reached (GPtrArray *stops, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget) ||
      GTK_IS_COLUMN_VIEW (widget) || GTK_IS_POPOVER (widget))
    return;

  if ((GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || POLLUX_IS_TIMELINE (widget) ||
       POLLUX_IS_OVERVIEW_VIEW (widget)) &&
      gtk_widget_get_focusable (widget) && !has_stop (stops, widget))
    {
      g_autofree char *text = describe (widget);

      /* The buttons of the window itself have keys of the desktop. */
      if (gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL)
        g_error ("Tab does not lead to %s", text);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_reached (stops, child);
}

static void
select_poll (PolluxWindow *window)
{
  const PolluxThing poll = { POLLUX_THING_POLL, 1, 3 };

  pollux_session_select (pollux_window_get_session (window), &poll, TRUE);
  test_run_for (100);
}

static void
check_stops (PolluxWindow *window)
{
  g_autoptr (GPtrArray) forward = collect_stops (window, "Tab");
  g_autoptr (GPtrArray) backward = NULL;

  g_assert_cmpuint (forward->len, >, 12);
  assert_reached (forward, GTK_WIDGET (window));

  /* The other way round the same. */
  backward = collect_stops (window, "shift+Tab");
  g_assert_cmpuint (backward->len, ==, forward->len);
  for (guint i = 0; i < backward->len; i++)
    g_assert_true (g_ptr_array_find (forward, g_ptr_array_index (backward, i), NULL));
}

static void
test_tab (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");

  check_stops (window);
  select_poll (window);
  check_stops (window);
  test_close (window);
}

static void
test_tab_statistics (void)
{
  PolluxWindow *window = test_open_trace ("seed-json-full.t153.jsonl");
  GtkNotebook *notebook = test_find (window, GTK_TYPE_NOTEBOOK);

  gtk_notebook_set_current_page (notebook, 1);
  test_act (window, "events-table");
  test_run_for (200);
  check_stops (window);
  test_close (window);
}

static void
test_tab_empty (void)
{
  PolluxWindow *window = pollux_window_new (test_get_application ());
  g_autoptr (GPtrArray) stops = NULL;

  gtk_window_present (GTK_WINDOW (window));
  test_wait_for (test_shows (window, "Open a trace or drop one here"));
  stops = collect_stops (window, "Tab");
  assert_reached (stops, GTK_WIDGET (window));
  test_close (window);
}

static gboolean
is_inside (PolluxWindow *window, GType type)
{
  GtkWidget *focus = get_focus (window);

  return focus != NULL && gtk_widget_get_ancestor (focus, type) != NULL;
}

static void
test_panes (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  const GType types[] = { POLLUX_TYPE_TASK_TABLE, GTK_TYPE_NOTEBOOK, POLLUX_TYPE_TIMELINE };

  g_assert_true (is_inside (window, POLLUX_TYPE_TIMELINE));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      test_press (window, "F6");
      test_wait_for (is_inside (window, types[i]));
    }
  test_press (window, "shift+F6");
  test_wait_for (is_inside (window, GTK_TYPE_NOTEBOOK));
  test_close (window);
}

/* Whether the first of the popovers inside of @widget is open. */
static gboolean
has_open_menu (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget))
    return gtk_widget_get_mapped (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_open_menu (child))
      return TRUE;

  return FALSE;
}

static void
test_menus (void)
{
  const char *const keys[] = { "F10", "shift+F10", "Menu" };
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkWidget *focus = get_focus (window);

      g_assert_true (POLLUX_IS_TIMELINE (focus));
      test_press (window, keys[i]);
      test_wait_for (has_open_menu (GTK_WIDGET (window)));
      test_press (window, "Escape");
      test_wait_for (!has_open_menu (GTK_WIDGET (window)));
      /* From the main menu it goes back to the button, as everywhere. */
      test_wait_for (get_focus (window) == focus ||
                     (i == 0 && GTK_IS_TOGGLE_BUTTON (get_focus (window))));
      gtk_widget_grab_focus (focus);
    }
  test_close (window);
}

static GtkMenuButton *
find_menu_button (GtkWidget *widget, const char *icon)
{
  if (GTK_IS_MENU_BUTTON (widget) &&
      g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)), icon) == 0)
    return GTK_MENU_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkMenuButton *found = find_menu_button (child, icon);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* After a choice from a menu in the menu the keys reach the timeline. */
static void
test_submenu (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  GtkMenuButton *button =
    find_menu_button (GTK_WIDGET (window), "view-sort-ascending-symbolic");
  g_autofree char *group = NULL;

  g_assert_nonnull (button);
  gtk_menu_button_popup (button);
  test_wait_for (has_open_menu (GTK_WIDGET (button)));
  test_run_for (300);
  test_press (window, "g");
  test_run_for (500);
  test_press (window, "k");
  test_wait_for (!has_open_menu (GTK_WIDGET (button)));
  group = test_get_state (window, "group");
  g_assert_cmpstr (group, ==, "kind");
  test_wait_for (POLLUX_IS_TIMELINE (get_focus (window)));
  test_act_string (window, "group", "none");
  test_close (window);
}

static void
test_header_width (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTimeline *timeline = test_find (window, POLLUX_TYPE_TIMELINE);
  int before = pollux_timeline_get_header_width (timeline);

  test_wait_for (gtk_widget_get_width (GTK_WIDGET (timeline)) > 500);
  test_press (window, "greater");
  g_assert_cmpint (pollux_timeline_get_header_width (timeline), ==, before + 16);
  test_press (window, "less");
  test_press (window, "less");
  g_assert_cmpint (pollux_timeline_get_header_width (timeline), ==, before - 16);
  test_close (window);
}

/* The first row's task. */
static PolluxTaskIndex
get_first (PolluxWindow *window)
{
  PolluxTaskTable *table = test_find (window, POLLUX_TYPE_TASK_TABLE);

  return pollux_task_model_get_task (pollux_task_table_get_model (table), 0);
}

/* By the title of a column that has the focus, as by a click. */
static void
test_sort (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxTaskIndex first = get_first (window);

  test_press (window, "F6");
  test_wait_for (is_inside (window, POLLUX_TYPE_TASK_TABLE));
  test_press (window, "shift+Tab");
  test_press (window, "Right");
  test_press (window, "Return");
  test_press (window, "Return");
  test_wait_for (get_first (window) != first);
  test_press (window, "space");
  test_wait_for (get_first (window) == first);
  test_close (window);
}

/* The keys enter the table where the selection is. */
static void
test_selected_row (void)
{
  PolluxWindow *window = test_open_trace ("odd-json_ids-mt2.t153.jsonl");
  PolluxSession *session = pollux_window_get_session (window);

  test_press (window, "F6");
  test_wait_for (is_inside (window, POLLUX_TYPE_TASK_TABLE));
  test_press (window, "Down");
  test_wait_for (pollux_session_get_selection (session)->task == 1);
  test_press (window, "shift+F6");
  test_wait_for (is_inside (window, POLLUX_TYPE_TIMELINE));
  select_poll (window);
  test_press (window, "Down");
  test_press (window, "Down");
  test_wait_for (pollux_session_get_selection (session)->task == 3);
  test_press (window, "F6");
  test_wait_for (is_inside (window, POLLUX_TYPE_TASK_TABLE));
  test_press (window, "Down");
  test_wait_for (pollux_session_get_selection (session)->task == 4);
  test_close (window);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyboard/tab", test_tab);
  g_test_add_func ("/keyboard/tab-empty", test_tab_empty);
  g_test_add_func ("/keyboard/panes", test_panes);
  g_test_add_func ("/keyboard/menus", test_menus);
  g_test_add_func ("/keyboard/submenu", test_submenu);
  g_test_add_func ("/keyboard/header-width", test_header_width);
  g_test_add_func ("/keyboard/sort", test_sort);
  g_test_add_func ("/keyboard/selected-row", test_selected_row);
  /* Last, for which table is shown is remembered. */
  g_test_add_func ("/keyboard/tab-statistics", test_tab_statistics);

  return test_run_all ();
}
