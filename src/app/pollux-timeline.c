/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The timeline widget: type, geometry, and how it follows its session.
 *
 * A change never draws by itself. It marks the scene as outdated and asks for
 * a frame; in the frame's update phase motion goes one step on, the scene is
 * built once, and what is under a pointer at rest is looked up again. So a
 * burst of events costs one scene, and nothing else runs while nothing changes.
 */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pollux-theme.h"
#include "pollux-timeline-private.h"

/* The filter and its buttons fit above. */
#define HEADER_WIDTH 220
#define HEADER_WIDTH_MIN 60
#define HEADER_WIDTH_MAX 2000
/* Names and lengths that one frame may lay out, at 13 µs each. */
#define NEW_LABELS 256

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_HEADER_WIDTH,
  PROP_RULER_HEIGHT,
  N_PROPS,

  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];
static guint scene_changed_signal;

G_DEFINE_FINAL_TYPE_WITH_CODE (PolluxTimeline, pollux_timeline, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* What the headers really get: never more than half. */
double
pollux_timeline_get_header (PolluxTimeline *self)
{
  return MIN (self->header_width, gtk_widget_get_width (GTK_WIDGET (self)) / 2);
}

double
pollux_timeline_get_lanes_width (PolluxTimeline *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - pollux_timeline_get_header (self), 0);
}

/* Height of the lanes' area. */
double
pollux_timeline_get_page (PolluxTimeline *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - self->ruler_height, 0);
}

PolluxTime
pollux_timeline_time_at (PolluxTimeline *self,
                         double          x)
{
  return pollux_viewport_x_to_time (&self->shown, x - pollux_timeline_get_header (self));
}

double
pollux_timeline_x_of (PolluxTimeline *self,
                      PolluxTime      time)
{
  return pollux_viewport_time_to_x (&self->shown, time) + pollux_timeline_get_header (self);
}

void
pollux_timeline_reset_header (PolluxTimeline *self)
{
  pollux_timeline_set_header_width (self, (int) lround (HEADER_WIDTH * self->text_scale));
}

static double
get_rows_height (PolluxTimeline *self)
{
  if (self->session == NULL)
    return 0;

  return pollux_rows_get_height (pollux_session_get_rows (self->session));
}

double
pollux_timeline_clamp_scroll (PolluxTimeline *self,
                              double          y)
{
  return CLAMP (y, 0, MAX (get_rows_height (self) - pollux_timeline_get_page (self), 0));
}

void
pollux_timeline_set_scroll (PolluxTimeline *self,
                            double          y)
{
  y = pollux_timeline_clamp_scroll (self, y);
  if (y == self->scroll_y)
    return;

  self->scroll_y = y;
  pollux_timeline_update_adjustments (self);
  pollux_timeline_invalidate (self);
}

/* Times as pixels from the beginning of the trace; far out or close up they
 * are no longer exact in a double, which a scrollbar does not show. */
static void
update_hadjustment (PolluxTimeline *self)
{
  const PolluxViewport *view = &self->shown;
  double width = MAX (view->width, 1);
  double value = ((double) view->left - (double) view->extent.begin) / view->scale;
  double upper = ((double) view->extent.end - (double) view->extent.begin) / view->scale;

  if (!isfinite (value) || !isfinite (upper))
    return;

  gtk_adjustment_configure (self->hadjustment, value, MIN (value, 0), MAX (upper, value + width),
                            width * 0.1, width * 0.9, width);
}

void
pollux_timeline_update_adjustments (PolluxTimeline *self)
{
  double page = pollux_timeline_get_page (self);
  double height = get_rows_height (self);

  self->scroll_y = CLAMP (self->scroll_y, 0, MAX (height - page, 0));
  if (self->session != NULL)
    pollux_history_note_scroll (pollux_session_get_history (self->session), self->scroll_y);
  self->adjusting = TRUE;
  gtk_adjustment_configure (self->vadjustment, self->scroll_y, 0, MAX (height, page),
                            POLLUX_LANE_COMFORTABLE, page * 0.9, page);
  update_hadjustment (self);
  self->adjusting = FALSE;
}

static void
vadjustment_changed (PolluxTimeline *self)
{
  if (self->adjusting)
    return;

  pollux_timeline_stop_motion (self);
  pollux_timeline_set_scroll (self, gtk_adjustment_get_value (self->vadjustment));
}

static void
hadjustment_changed (PolluxTimeline *self)
{
  const PolluxViewport *view = &self->shown;
  double before = ((double) view->left - (double) view->extent.begin) / view->scale;

  if (!self->adjusting && self->session != NULL)
    pollux_session_pan (self->session, gtk_adjustment_get_value (self->hadjustment) - before);
}

static void
set_adjustment (PolluxTimeline  *self,
                GtkAdjustment  **place,
                GtkAdjustment   *adjustment,
                GCallback        changed)
{
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (*place == adjustment)
    return;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_set_object (place, g_object_ref_sink (adjustment));
  g_object_unref (adjustment);
  g_signal_connect_object (adjustment, "value-changed", changed, self, G_CONNECT_SWAPPED);
}

/* The session is told of our width outside of the allocation, because others
 * may want to be laid out anew for it. */
static void
push_width (PolluxTimeline *self)
{
  double width = pollux_timeline_get_lanes_width (self);
  PolluxViewport view = *pollux_session_get_viewport (self->session);

  if (width < 1 || view.width == width)
    return;

  pollux_viewport_set_width (&view, width);
  pollux_session_set_viewport (self->session, &view, FALSE);
}

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  gboolean more = FALSE;

  self->frame_wanted = FALSE;
  if (self->lacks_names)
    {
      self->lacks_names = FALSE;
      g_clear_pointer (&self->lanes, gsk_render_node_unref);
      gtk_widget_queue_draw (widget);
    }
  if (self->session != NULL)
    {
      push_width (self);
      more |= pollux_timeline_step_motion (self, now);
      more |= pollux_timeline_step_drag (self, now);
      if (!self->scene_valid && pollux_timeline_ensure_scene (self))
        {
          pollux_timeline_refresh_hover (self);
          g_signal_emit (self, scene_changed_signal, 0);
        }
    }

  if (more || self->frame_wanted)
    return G_SOURCE_CONTINUE;

  self->frame_id = 0;
  return G_SOURCE_REMOVE;
}

void
pollux_timeline_queue_frame (PolluxTimeline *self)
{
  self->frame_wanted = TRUE;
  if (self->frame_id == 0)
    self->frame_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), frame_cb, NULL, NULL);
}

/* What is drawn is no longer right, but for the headers. */
void
pollux_timeline_invalidate_time (PolluxTimeline *self)
{
  self->scene_valid = FALSE;
  pollux_timeline_queue_frame (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pollux_timeline_invalidate (PolluxTimeline *self)
{
  self->headers_valid = FALSE;
  pollux_timeline_invalidate_time (self);
}

static gboolean
same_place (const PolluxViewport *a,
            const PolluxViewport *b)
{
  return a->left == b->left && a->fraction == b->fraction && a->scale == b->scale;
}

static void
view_changed_cb (PolluxTimeline *self)
{
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  double scroll = self->glide.active ? self->glide.to_y : self->scroll_y;
  gboolean scrolled = pollux_history_take_scroll (pollux_session_get_history (self->session),
                                                  &scroll);

  scroll = pollux_timeline_clamp_scroll (self, scroll);
  if (pollux_session_has_jumped (self->session) &&
      (!same_place (view, &self->shown) || scroll != self->scroll_y) &&
      pollux_timeline_can_glide (self))
    pollux_timeline_glide (self, scroll);
  else if (!self->glide.active || pollux_timeline_is_dragging (self))
    self->shown = *view;
  if (scrolled && !self->glide.active)
    pollux_timeline_set_scroll (self, scroll);

  pollux_timeline_update_adjustments (self);
  pollux_timeline_update_actions (self);
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate_time (self);
}

/* The same row of spans, or, once folded, the lane that it was below. */
static guint
find_span_row (const PolluxRows *rows,
               const PolluxRow  *row)
{
  const PolluxSpanRows *spans = pollux_rows_get_spans (rows, row->task);
  guint lane = row->task != POLLUX_TASK_NONE ? pollux_rows_find_task (rows, row->task)
                                             : pollux_rows_find_trace (rows);

  if (lane == G_MAXUINT || spans == NULL || row->sub >= pollux_span_rows_get_n_rows (spans))
    return lane;

  return lane + 1 + row->sub;
}

/* The row of the task; of a group the heading above it, if it is the first. */
static guint
find_group_row (const PolluxRows *rows,
                const PolluxRow  *anchor)
{
  guint index = pollux_rows_find_task (rows, anchor->task);
  PolluxRow row;

  if (anchor->kind != POLLUX_ROW_GROUP || index == G_MAXUINT || index == 0)
    return index;

  pollux_rows_get (rows, index - 1, &row);

  return row.kind == POLLUX_ROW_GROUP && (row.flags & POLLUX_ROW_COLLAPSED) == 0 ? index - 1
                                                                                 : index;
}

/* Where the lane of the last frame that is to stay has gone to. */
static guint
find_anchor (PolluxTimeline *self)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);

  if (self->anchor.row.kind == POLLUX_ROW_SPAN)
    return find_span_row (rows, &self->anchor.row);
  if (self->anchor.row.kind == POLLUX_ROW_TRACE)
    return pollux_rows_find_trace (rows);

  if (self->anchor.row.kind == POLLUX_ROW_THREAD)
    return self->anchor.row.index;

  return find_group_row (rows, &self->anchor.row);
}

/* Tasks were shown and now workers are, or the reverse: back to where those
 * were left, and to the selection. */
static gboolean
change_twin (PolluxTimeline *self)
{
  gboolean by_worker = pollux_session_has_worker_rows (self->session);
  double before = self->scroll_y;

  if (self->by_worker == by_worker)
    return FALSE;

  pollux_timeline_stop_motion (self);
  self->by_worker = by_worker;
  self->scroll_y = pollux_timeline_clamp_scroll (self, self->twin_scroll_y);
  self->twin_scroll_y = before;
  pollux_timeline_update_adjustments (self);
  pollux_timeline_reveal (self);
  pollux_timeline_update_actions (self);

  return TRUE;
}

static void
rows_changed_cb (PolluxTimeline *self)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  gboolean changed = change_twin (self);
  guint index = self->anchor.valid && !changed ? find_anchor (self) : G_MAXUINT;

  if (index < pollux_rows_get_length (rows))
    {
      double top = pollux_rows_get_y (rows, index);
      double bottom = pollux_rows_get_height (rows);
      double before = self->scroll_y;

      if (index + 1 < pollux_rows_get_length (rows))
        bottom = pollux_rows_get_y (rows, index + 1);
      self->scroll_y = pollux_timeline_clamp_scroll (
        self, top + self->anchor.fraction * (bottom - top) - self->anchor.y);
      self->glide.from_y += self->scroll_y - before;
      self->glide.to_y += self->scroll_y - before;
    }

  pollux_timeline_update_adjustments (self);
  pollux_timeline_update_actions (self);
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate (self);
}

/* What was to be shown may be among the lanes now. */
static void
arranging_cb (PolluxTimeline *self)
{
  pollux_timeline_update_actions (self);
  if (self->reveal_later && !pollux_session_is_arranging (self->session))
    pollux_timeline_reveal (self);
}

static void
bands_changed_cb (PolluxTimeline *self)
{
  pollux_timeline_invalidate_time (self);
}

static void
trace_changed_cb (PolluxTimeline *self)
{
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate (self);
}

static void
clock_changed_cb (PolluxTimeline *self)
{
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate_time (self);
}

static void
range_changed_cb (PolluxTimeline *self)
{
  self->range_is_newer = TRUE;
  pollux_timeline_update_actions (self);
  pollux_timeline_invalidate_time (self);
}

static void
selection_changed_cb (PolluxTimeline *self)
{
  self->range_is_newer = FALSE;
  self->named_mark = 0;
  self->nav_time = POLLUX_TIME_NONE;
  self->follow_later = 0;
  if (pollux_session_take_reveal (self->session))
    pollux_timeline_reveal (self);
  pollux_timeline_update_actions (self);
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate (self);
}

/* That lies above the painted scene, the scene stays. */
static void
hover_changed_cb (PolluxTimeline *self)
{
  self->hover_valid = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pollux_timeline_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gboolean vertical = orientation == GTK_ORIENTATION_VERTICAL;

  *minimum = vertical ? POLLUX_TIMELINE_RULER_HEIGHT + POLLUX_LANE_COMFORTABLE : 120;
  *natural = vertical ? 400 : 800;
}

/* Also those that others have put here. */
static void
present_popovers (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_popover_present (GTK_POPOVER (child));
}

static void
pollux_timeline_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);
  double lanes = pollux_timeline_get_lanes_width (self);
  gboolean resized = width != self->allocated_width || height != self->allocated_height;

  if (lanes >= 1 && lanes != self->shown.width)
    {
      pollux_viewport_set_width (&self->shown, lanes);
      resized = TRUE;
    }

  pollux_timeline_update_adjustments (self);
  /* A popover that is laid out anew brings the same size again. */
  if (resized)
    pollux_timeline_invalidate (self);
  self->allocated_width = width;
  self->allocated_height = height;

  present_popovers (widget);
}

/* The flags of marks have a line of their own in it. */
void
pollux_timeline_update_ruler (PolluxTimeline *self)
{
  int height = (int) ceil (POLLUX_TIMELINE_RULER_HEIGHT * self->text_scale) +
               pollux_timeline_get_flag_height (self);

  if (height == self->ruler_height)
    return;

  self->ruler_height = height;
  pollux_timeline_invalidate (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RULER_HEIGHT]);
}

/* Ruler and lanes hold text, so they are as high as it wants. */
static void
update_text_scale (PolluxTimeline *self)
{
  double scale = pollux_theme_get_text_scale (GTK_WIDGET (self));
  int width = (int) lround (self->header_width * scale / self->text_scale);

  if (self->session != NULL)
    pollux_session_set_text_scale (self->session, scale);
  if (scale == self->text_scale)
    return;

  self->text_scale = scale;
  pollux_timeline_set_header_width (self, width);
  pollux_timeline_update_ruler (self);
}

static void
theme_changed (PolluxTimeline *self)
{
  self->theme_valid = FALSE;
  update_text_scale (self);
  pollux_timeline_invalidate (self);
}

static void
pollux_timeline_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);

  GTK_WIDGET_CLASS (pollux_timeline_parent_class)->css_changed (widget, change);
  theme_changed (self);
}

static void
pollux_timeline_system_setting_changed (GtkWidget        *widget,
                                        GtkSystemSetting  setting)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);

  GTK_WIDGET_CLASS (pollux_timeline_parent_class)->system_setting_changed (widget, setting);
  theme_changed (self);
}

static void
pollux_timeline_dispose (GObject *object)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  pollux_timeline_set_session (self, NULL);
  g_clear_handle_id (&self->describe_source, g_source_remove);
  if (self->frame_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->frame_id);
      self->frame_id = 0;
    }
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->ruler_menu, gtk_widget_unparent);
  g_clear_pointer (&self->mark_menu, gtk_widget_unparent);
  pollux_timeline_set_marks (self, NULL);
  g_clear_object (&self->times);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->chain_signals);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  g_clear_object (&self->label);
  g_clear_pointer (&self->lanes, gsk_render_node_unref);
  g_clear_pointer (&self->headers, gsk_render_node_unref);
  g_clear_pointer (&self->hover, gsk_render_node_unref);

  pollux_timeline_cancel_copy (self);
  G_OBJECT_CLASS (pollux_timeline_parent_class)->dispose (object);
}

static void
pollux_timeline_finalize (GObject *object)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->scene, pollux_scene_free);
  g_clear_pointer (&self->painter, pollux_painter_free);

  G_OBJECT_CLASS (pollux_timeline_parent_class)->finalize (object);
}

static void
pollux_timeline_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    case PROP_HEADER_WIDTH:
      g_value_set_int (value, self->header_width);
      break;

    case PROP_RULER_HEIGHT:
      g_value_set_int (value, self->ruler_height);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pollux_timeline_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PolluxTimeline *self = POLLUX_TIMELINE (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      pollux_timeline_set_session (self, g_value_get_object (value));
      break;

    case PROP_HEADER_WIDTH:
      pollux_timeline_set_header_width (self, g_value_get_int (value));
      break;

    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value),
                      G_CALLBACK (hadjustment_changed));
      pollux_timeline_update_adjustments (self);
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value),
                      G_CALLBACK (vadjustment_changed));
      pollux_timeline_update_adjustments (self);
      break;

    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;

    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, POLLUX_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADER_WIDTH] =
    g_param_spec_int ("header-width", NULL, NULL, HEADER_WIDTH_MIN, HEADER_WIDTH_MAX, HEADER_WIDTH,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_RULER_HEIGHT] =
    g_param_spec_int ("ruler-height", NULL, NULL, 0, G_MAXINT, POLLUX_TIMELINE_RULER_HEIGHT,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
pollux_timeline_class_init (PolluxTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_timeline_dispose;
  object_class->finalize = pollux_timeline_finalize;
  object_class->get_property = pollux_timeline_get_property;
  object_class->set_property = pollux_timeline_set_property;
  widget_class->measure = pollux_timeline_measure;
  widget_class->size_allocate = pollux_timeline_size_allocate;
  widget_class->snapshot = pollux_timeline_snapshot;
  widget_class->query_tooltip = pollux_timeline_query_tooltip;
  widget_class->css_changed = pollux_timeline_css_changed;
  widget_class->system_setting_changed = pollux_timeline_system_setting_changed;

  install_properties (object_class);
  scene_changed_signal = g_signal_new ("scene-changed", POLLUX_TYPE_TIMELINE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  pollux_timeline_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "pollux-timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
init_session_signals (PolluxTimeline *self)
{
  static const struct
  {
    const char *name;
    GCallback callback;
  } signals[] = {
    { "trace-changed", G_CALLBACK (trace_changed_cb) },
    { "view-changed", G_CALLBACK (view_changed_cb) },
    { "range-changed", G_CALLBACK (range_changed_cb) },
    { "clock-changed", G_CALLBACK (clock_changed_cb) },
    { "selection-changed", G_CALLBACK (selection_changed_cb) },
    { "hover-changed", G_CALLBACK (hover_changed_cb) },
    { "rows-changed", G_CALLBACK (rows_changed_cb) },
    { "arranging", G_CALLBACK (arranging_cb) },
    { "bands-changed", G_CALLBACK (bands_changed_cb) },
  };

  self->session_signals = g_signal_group_new (POLLUX_TYPE_SESSION);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_group_connect_object (self->session_signals, signals[i].name, signals[i].callback,
                                   self, G_CONNECT_SWAPPED);
}

static void
pollux_timeline_init (PolluxTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->header_width = HEADER_WIDTH;
  self->ruler_height = POLLUX_TIMELINE_RULER_HEIGHT;
  self->text_scale = 1;
  self->nav_time = POLLUX_TIME_NONE;
  self->scene = pollux_scene_new ();
  self->painter = pollux_painter_new ();
  pollux_painter_set_max_new_labels (self->painter, NEW_LABELS);
  pollux_viewport_init (&self->shown);
  set_adjustment (self, &self->hadjustment, NULL, G_CALLBACK (hadjustment_changed));
  set_adjustment (self, &self->vadjustment, NULL, G_CALLBACK (vadjustment_changed));
  init_session_signals (self);
  pollux_timeline_init_chain (self);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (theme_changed), NULL);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Task timeline"),
                                  -1);

  pollux_timeline_init_input (self);
  pollux_timeline_init_drag (self);
  pollux_timeline_update_actions (self);
}

/**
 * pollux_timeline_new:
 *
 * Creates a timeline that is empty until it is given a session.
 */
GtkWidget *
pollux_timeline_new (void)
{
  return g_object_new (POLLUX_TYPE_TIMELINE, NULL);
}

/**
 * pollux_timeline_get_session:
 *
 * Returns: (transfer none) (nullable): the session that is shown
 */
PolluxSession *
pollux_timeline_get_session (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), NULL);

  return self->session;
}

static void
start_following (PolluxTimeline *self)
{
  self->scroll_y = 0;
  self->anchor.valid = FALSE;
  self->nav_time = POLLUX_TIME_NONE;
  self->extended = (PolluxRange) { 0, 0 };
  self->range_is_newer = FALSE;
  update_text_scale (self);
  self->by_worker = self->session != NULL && pollux_session_has_worker_rows (self->session);
  self->twin_scroll_y = 0;
  if (self->session != NULL)
    self->shown = *pollux_session_get_viewport (self->session);
  else
    pollux_viewport_init (&self->shown);

  if (pollux_timeline_get_lanes_width (self) >= 1)
    pollux_viewport_set_width (&self->shown, pollux_timeline_get_lanes_width (self));

  pollux_timeline_update_adjustments (self);
  pollux_timeline_update_actions (self);
  pollux_timeline_queue_describe (self);
  pollux_timeline_invalidate (self);
}

/**
 * pollux_timeline_set_session:
 * @session: (nullable): the session to show; a reference is kept
 */
void
pollux_timeline_set_session (PolluxTimeline *self,
                             PolluxSession  *session)
{
  g_return_if_fail (POLLUX_IS_TIMELINE (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (self->session == session)
    return;

  pollux_timeline_cancel_drag (self);
  pollux_timeline_stop_motion (self);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->chain_signals,
                             session != NULL ? pollux_session_get_chain (session) : NULL);
  start_following (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * pollux_timeline_get_header_width:
 *
 * Returns: the wanted width of the lane headers in pixels; a narrow timeline
 *   shows them narrower
 */
int
pollux_timeline_get_header_width (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), 0);

  return self->header_width;
}

/**
 * pollux_timeline_set_header_width:
 * @width: pixels, clamped to what is sensible
 */
void
pollux_timeline_set_header_width (PolluxTimeline *self,
                                  int             width)
{
  g_return_if_fail (POLLUX_IS_TIMELINE (self));

  width = CLAMP (width, HEADER_WIDTH_MIN, HEADER_WIDTH_MAX);
  if (self->header_width == width)
    return;

  self->header_width = width;
  pollux_timeline_invalidate (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEADER_WIDTH]);
}

/**
 * pollux_timeline_get_ruler_height:
 *
 * Returns: the height of the ruler in pixels
 */
int
pollux_timeline_get_ruler_height (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), 0);

  return self->ruler_height;
}

/**
 * pollux_timeline_dump:
 *
 * Returns: (transfer full): what is drawn now, as text
 */
char *
pollux_timeline_dump (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), NULL);

  return pollux_timeline_ensure_scene (self) ? pollux_scene_dump (self->scene) : g_strdup ("");
}

/**
 * pollux_timeline_get_n_builds:
 *
 * Returns: how many scenes were built so far
 */
guint
pollux_timeline_get_n_builds (PolluxTimeline *self)
{
  g_return_val_if_fail (POLLUX_IS_TIMELINE (self), 0);

  return self->n_builds;
}
