/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks in the timeline: the line of flags in the ruler, which is there while
 * there are any, and what clicks on them do. What needs a dialog is the window's.
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "pollux-timeline-private.h"

#define FLAG_HEIGHT 17

static void
marks_changed (PolluxTimeline *self)
{
  pollux_timeline_update_ruler (self);
  pollux_timeline_update_actions (self);
  pollux_timeline_invalidate (self);
}

static void
current_changed_cb (PolluxTimeline *self)
{
  self->named_mark = pollux_marks_get_current (self->marks);
  pollux_timeline_queue_describe (self);
  marks_changed (self);
}

/**
 * pollux_timeline_get_flag_height:
 *
 * Returns: how much of the ruler the flags take, in pixels
 */
int
pollux_timeline_get_flag_height (PolluxTimeline *self)
{
  guint n = self->marks != NULL ? pollux_marks_get_n (self->marks) : 0;

  return n > 0 ? (int) ceil (FLAG_HEIGHT * self->text_scale) : 0;
}

/**
 * pollux_timeline_set_marks:
 * @marks: (nullable): what is shown
 */
void
pollux_timeline_set_marks (PolluxTimeline *self,
                           PolluxMarks    *marks)
{
  g_return_if_fail (POLLUX_IS_TIMELINE (self));

  if (self->marks != NULL && self->marks != marks)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  if (!g_set_object (&self->marks, marks))
    return;

  if (marks != NULL)
    {
      g_signal_connect_object (marks, "changed", G_CALLBACK (marks_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (marks, "current-changed", G_CALLBACK (current_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  self->named_mark = 0;
  marks_changed (self);
}

/**
 * pollux_timeline_find_mark:
 * @mark: (out): the id of the mark whose flag lies there
 *
 * Returns: whether there is one
 */
gboolean
pollux_timeline_find_mark (PolluxTimeline *self,
                           double          x,
                           double          y,
                           guint          *mark)
{
  return self->session != NULL && self->marks != NULL && y < self->ruler_height &&
         pollux_timeline_ensure_scene (self) && pollux_scene_hit_flag (self->scene, x, y, mark);
}

/**
 * pollux_timeline_go_to_mark:
 * @id: which
 *
 * Makes it the current one, selects its range, and brings its begin into sight.
 */
void
pollux_timeline_go_to_mark (PolluxTimeline *self,
                            guint           id)
{
  const PolluxMark *mark;
  PolluxViewport viewport;
  PolluxRange range;
  double x;

  g_return_if_fail (POLLUX_IS_TIMELINE (self));

  mark = self->marks != NULL ? pollux_marks_find (self->marks, id) : NULL;
  if (mark == NULL || self->session == NULL)
    return;

  range = mark->range;
  pollux_marks_set_current (self->marks, id);
  viewport = *pollux_session_get_viewport (self->session);
  x = pollux_viewport_time_to_x (&viewport, range.begin);
  if (x < 0 || x > viewport.width)
    {
      pollux_viewport_pan (&viewport, x - viewport.width / 3);
      pollux_session_set_viewport (self->session, &viewport, TRUE);
    }
  if (pollux_range_length (range) > 0)
    pollux_session_set_range (self->session, range);
}

/**
 * pollux_timeline_zoom_to_mark:
 *
 * Shows the current mark: its range, or some time about its moment.
 */
void
pollux_timeline_zoom_to_mark (PolluxTimeline *self)
{
  const PolluxMark *mark;
  PolluxViewport viewport;

  g_return_if_fail (POLLUX_IS_TIMELINE (self));

  if (self->marks == NULL || self->session == NULL)
    return;
  mark = pollux_marks_find (self->marks, pollux_marks_get_current (self->marks));
  if (mark == NULL)
    return;
  if (pollux_range_length (mark->range) > 0)
    {
      pollux_session_show_range (self->session, mark->range);
      return;
    }

  viewport = *pollux_session_get_viewport (self->session);
  pollux_viewport_zoom (&viewport, 8, pollux_viewport_time_to_x (&viewport, mark->range.begin));
  pollux_viewport_pan (&viewport, pollux_viewport_time_to_x (&viewport, mark->range.begin) -
                                  viewport.width / 2);
  pollux_session_set_viewport (self->session, &viewport, TRUE);
}

/**
 * pollux_timeline_get_mark_place:
 * @time: where a mark is, or will be
 * @place: (out): its flag, or the edge that is nearest to it
 */
void
pollux_timeline_get_mark_place (PolluxTimeline *self,
                                PolluxTime      time,
                                GdkRectangle   *place)
{
  double header = pollux_timeline_get_header (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double x = CLAMP (pollux_timeline_x_of (self, time), header, MAX (header, width - 1));

  *place = (GdkRectangle) { (int) x, 0, 1, self->ruler_height };
}

/* The window's commands, by the keys of the timeline. */
void
pollux_timeline_run_mark_command (PolluxTimeline *self,
                                  int             command)
{
  static const char *const actions[] = {
    "win.add-mark", "win.show-marks", "win.delete-mark", "win.next-mark", "win.previous-mark",
  };

  gtk_widget_activate_action (GTK_WIDGET (self), actions[command], NULL);
}

/**
 * pollux_timeline_popup_mark_menu:
 * @point: where the flag is
 *
 * Shows what can be done with the current mark.
 */
void
pollux_timeline_popup_mark_menu (PolluxTimeline     *self,
                                 const GdkRectangle *point)
{
  if (self->mark_menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();
      g_autoptr (GMenu) mark = g_menu_new ();
      g_autoptr (GMenu) list = g_menu_new ();

      g_menu_append (mark, _("_Zoom to Mark"), "win.zoom-to-mark");
      g_menu_append (mark, _("_Rename Mark…"), "win.rename-mark");
      g_menu_append (mark, _("_Delete Mark"), "win.delete-mark");
      g_menu_append (list, _("_Marks"), "win.show-marks");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (mark));
      g_menu_append_section (menu, NULL, G_MENU_MODEL (list));

      self->mark_menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_widget_set_parent (self->mark_menu, GTK_WIDGET (self));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->mark_menu), FALSE);
      gtk_widget_set_halign (self->mark_menu, GTK_ALIGN_START);
    }

  gtk_popover_set_pointing_to (GTK_POPOVER (self->mark_menu), point);
  gtk_popover_popup (GTK_POPOVER (self->mark_menu));
}
