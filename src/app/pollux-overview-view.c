/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The strip above the timeline: how busy the whole trace was, and a frame
 * around what the timeline shows. Its columns, one for each pixel, are computed
 * in the idle time of the main loop, a few milliseconds at once. A run goes to
 * its end even if the trace grows meanwhile, and the next one begins a moment
 * later; until then the columns of the run before stay, so the strip fills
 * while a file loads and never blinks.
 */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "pollux-overview-view-private.h"
#include "pollux-theme.h"
#include "pollux-time-text.h"

#define OVERVIEW_HEIGHT 48
#define SLICE_US 3000
#define PAUSE_US (100 * G_TIME_SPAN_MILLISECOND)
#define RING_WIDTH 2
#define MARK_WIDTH 6
#define MARK_HEIGHT 14
#define FINDING_HEIGHT 4

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PolluxOverviewView, pollux_overview_view, GTK_TYPE_WIDGET)

/* What the strip stands for: what is painted, or, before anything is, all. */
static PolluxRange
get_extent (PolluxOverviewView *self)
{
  PolluxRange extent = { 0, 0 };

  if (self->computed)
    extent = pollux_overview_get_extent (self->overview);
  if (pollux_range_length (extent) == 0 && self->session != NULL)
    extent = pollux_session_get_viewport (self->session)->extent;

  return extent;
}

double
pollux_overview_view_x_of (PolluxOverviewView *self,
                           PolluxTime          time)
{
  PolluxRange extent = get_extent (self);
  double length = (double) extent.end - (double) extent.begin;

  if (length <= 0)
    return 0;

  return ((double) time - (double) extent.begin) / length *
         gtk_widget_get_width (GTK_WIDGET (self));
}

PolluxTime
pollux_overview_view_time_at (PolluxOverviewView *self,
                              double              x)
{
  PolluxRange extent = get_extent (self);
  double width = MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  double offset = CLAMP (x / width, 0, 1) * ((double) extent.end - (double) extent.begin);
  PolluxTime time;

  if (offset >= 9e18 || __builtin_add_overflow (extent.begin, (gint64) offset, &time))
    return extent.end;

  return CLAMP (time, extent.begin, MAX (extent.begin, extent.end));
}

static void
invalidate (PolluxOverviewView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
start_run (PolluxOverviewView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width < 1 || self->session == NULL)
    return FALSE;

  pollux_overview_restart (self->overview, pollux_session_get_trace (self->session), width);
  self->running = TRUE;
  self->stale = FALSE;
  self->last_start = g_get_monotonic_time ();

  return TRUE;
}

static gboolean compute_cb (gpointer user_data);

static void
queue_run (PolluxOverviewView *self)
{
  gint64 wait = self->last_start + PAUSE_US - g_get_monotonic_time ();

  if (self->compute_source != 0)
    return;

  if (self->running || wait <= 0 || !self->computed)
    self->compute_source = g_idle_add (compute_cb, self);
  else
    self->compute_source = g_timeout_add (wait / 1000 + 1, compute_cb, self);
}

static gboolean
compute_cb (gpointer user_data)
{
  PolluxOverviewView *self = user_data;

  self->compute_source = 0;
  if (!self->running && (!self->stale || !start_run (self)))
    return G_SOURCE_REMOVE;

  if (pollux_overview_run (self->overview, g_get_monotonic_time () + SLICE_US))
    {
      self->running = FALSE;
      self->computed = TRUE;
      invalidate (self);
    }
  if (self->running || self->stale)
    queue_run (self);

  return G_SOURCE_REMOVE;
}

static void
outdate (PolluxOverviewView *self)
{
  self->stale = TRUE;
  queue_run (self);
}

static void
describe (PolluxOverviewView *self)
{
  g_autofree char *text = NULL;
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  PolluxRange range;

  if (self->session != NULL && pollux_trace_has_times (pollux_session_get_trace (self->session)))
    {
      range = pollux_viewport_get_range (pollux_session_get_viewport (self->session));
      begin = pollux_duration_to_label (range.begin);
      end = pollux_duration_to_label (range.end);
      /* Translators: which part of the trace the timeline shows, "0 ns to 2.31 s" */
      text = g_strdup_printf (_("In sight: %s to %s"), begin, end);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
}

static void
view_changed_cb (PolluxOverviewView *self)
{
  describe (self);
  invalidate (self);
}

static void
ensure_theme (PolluxOverviewView *self)
{
  if (self->theme_valid)
    return;

  pollux_theme_apply (GTK_WIDGET (self), self->painter, &self->palette);
  self->theme_valid = TRUE;
}

/* A small tick at the upper edge for each pixel in which a finding begins, red
 * where one is severe. */
static void
paint_findings (PolluxOverviewView *self,
                cairo_t            *cr,
                int                 width)
{
  const PolluxFindings *findings =
    pollux_finder_get_findings (pollux_session_get_finder (self->session));
  guint n = findings != NULL ? pollux_findings_get_n (findings) : 0;
  gboolean severe = FALSE;

  for (guint i = 0; i < n; i++)
    {
      const PolluxFinding *finding = pollux_findings_get (findings, i);
      double x = floor (pollux_overview_view_x_of (self, finding->range.begin));
      const PolluxColor *color;

      severe |= finding->severity == POLLUX_FINDING_SEVERE;
      if (i + 1 < n && floor (pollux_overview_view_x_of (
                         self, pollux_findings_get (findings, i + 1)->range.begin)) == x)
        continue;

      color = severe ? &self->palette.error : &self->palette.warning;
      severe = FALSE;
      cairo_rectangle (cr, CLAMP (x, 0, MAX (0, width - 2)), 0, 2, FINDING_HEIGHT);
      cairo_set_source_rgb (cr, color->red, color->green, color->blue);
      cairo_fill (cr);
    }
}

/* Flags on the lower edge, where neither findings nor results of a search are. */
static void
paint_marks (PolluxOverviewView *self,
             cairo_t            *cr,
             double              width,
             double              height)
{
  guint n = self->marks != NULL ? pollux_marks_get_n (self->marks) : 0;
  const PolluxColor *color = &self->palette.text;
  double last = -1;

  for (guint i = 0; i < n; i++)
    {
      PolluxTime time = pollux_marks_get (self->marks, i)->range.begin;
      double x = floor (CLAMP (pollux_overview_view_x_of (self, time), 0, MAX (0, width - 2)));

      if (x == last)
        continue;
      last = x;
      cairo_rectangle (cr, x, height - MARK_HEIGHT, 1, MARK_HEIGHT);
      cairo_rectangle (cr, x, height - MARK_HEIGHT, MARK_WIDTH, MARK_WIDTH - 1);
    }

  cairo_set_source_rgb (cr, color->red, color->green, color->blue);
  cairo_fill (cr);
}

static void
paint (PolluxOverviewView    *self,
       const graphene_rect_t *bounds)
{
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

  pollux_painter_paint_overview (self->painter, cr, self->overview, bounds->size.width,
                                 bounds->size.height, pollux_viewport_get_range (view),
                                 pollux_session_get_range (self->session));
  if (self->ticks != NULL && pollux_overview_get_n_columns (self->overview) > 0)
    pollux_painter_paint_ticks (self->painter, cr, self->ticks,
                                pollux_overview_get_extent (self->overview), bounds->size.width,
                                bounds->size.height);
  paint_findings (self, cr, bounds->size.width);
  paint_marks (self, cr, bounds->size.width, bounds->size.height);
  cairo_destroy (cr);
  self->node = gtk_snapshot_free_to_node (snapshot);
}

static void
snapshot_cursor (PolluxOverviewView *self,
                 GtkSnapshot        *snapshot,
                 double              height)
{
  PolluxTime cursor = pollux_session_get_cursor (self->session);
  GdkRGBA color = pollux_theme_color (&self->palette.text);

  if (cursor == POLLUX_TIME_NONE)
    return;

  color.alpha = 0.45;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (floor (pollux_overview_view_x_of (self, cursor)),
                                                  0, 1, height));
}

static void
snapshot_focus (PolluxOverviewView    *self,
                GtkSnapshot           *snapshot,
                const graphene_rect_t *bounds)
{
  const float widths[4] = { RING_WIDTH, RING_WIDTH, RING_WIDTH, RING_WIDTH };
  GdkRGBA color = pollux_theme_color (&self->palette.text);
  const GdkRGBA colors[4] = { color, color, color, color };
  GskRoundedRect outline;

  if (!gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    return;

  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
pollux_overview_view_snapshot (GtkWidget   *widget,
                               GtkSnapshot *snapshot)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget),
                                               gtk_widget_get_height (widget));
  GdkRGBA background;

  if (bounds.size.width < 1 || bounds.size.height < 1)
    return;

  ensure_theme (self);
  if (self->session == NULL)
    {
      background = pollux_theme_color (&self->palette.background);
      gtk_snapshot_append_color (snapshot, &background, &bounds);
      return;
    }

  if (self->node == NULL)
    paint (self, &bounds);
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);

  snapshot_cursor (self, snapshot, bounds.size.height);
  snapshot_focus (self, snapshot, &bounds);
}

static gboolean
pollux_overview_view_query_tooltip (GtkWidget  *widget,
                                    int         x,
                                    int         y,
                                    gboolean    keyboard,
                                    GtkTooltip *tooltip)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (widget);
  guint n = pollux_overview_get_n_columns (self->overview);
  int width = gtk_widget_get_width (widget);
  g_autofree char *text = NULL;
  double busy, scheduled;

  if (keyboard || self->dragging || !self->computed || self->session == NULL || n == 0 || width < 1)
    return FALSE;

  pollux_overview_get (self->overview, CLAMP ((gint64) x * n / width, 0, (gint64) n - 1),
                       &busy, &scheduled);
  /* Translators: how many tasks were in each state, on average over one pixel */
  text = g_strdup_printf (_("%.2f tasks active, %.2f scheduled on average"), busy, scheduled);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { x, 0, 1, gtk_widget_get_height (widget) });

  return TRUE;
}

static void
pollux_overview_view_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *minimum_baseline,
                              int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? OVERVIEW_HEIGHT : 1;
}

static void
pollux_overview_view_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (widget);

  if (self->session != NULL && (guint) width != pollux_overview_get_n_columns (self->overview))
    outdate (self);
  invalidate (self);
}

static void
theme_changed (PolluxOverviewView *self)
{
  self->theme_valid = FALSE;
  invalidate (self);
}

static void
pollux_overview_view_css_changed (GtkWidget         *widget,
                                  GtkCssStyleChange *change)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (widget);

  GTK_WIDGET_CLASS (pollux_overview_view_parent_class)->css_changed (widget, change);
  theme_changed (self);
}

static void
pollux_overview_view_dispose (GObject *object)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  pollux_overview_view_set_session (self, NULL);
  g_clear_handle_id (&self->compute_source, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->finder_signals);
  pollux_overview_view_set_marks (self, NULL);
  g_clear_pointer (&self->node, gsk_render_node_unref);

  G_OBJECT_CLASS (pollux_overview_view_parent_class)->dispose (object);
}

static void
pollux_overview_view_finalize (GObject *object)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  g_clear_pointer (&self->overview, pollux_overview_free);
  g_clear_pointer (&self->painter, pollux_painter_free);

  G_OBJECT_CLASS (pollux_overview_view_parent_class)->finalize (object);
}

static void
pollux_overview_view_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pollux_overview_view_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  PolluxOverviewView *self = POLLUX_OVERVIEW_VIEW (object);

  switch (prop_id)
    {
    case PROP_SESSION:
      pollux_overview_view_set_session (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
pollux_overview_view_class_init (PolluxOverviewViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pollux_overview_view_dispose;
  object_class->finalize = pollux_overview_view_finalize;
  object_class->get_property = pollux_overview_view_get_property;
  object_class->set_property = pollux_overview_view_set_property;
  widget_class->measure = pollux_overview_view_measure;
  widget_class->size_allocate = pollux_overview_view_size_allocate;
  widget_class->snapshot = pollux_overview_view_snapshot;
  widget_class->query_tooltip = pollux_overview_view_query_tooltip;
  widget_class->css_changed = pollux_overview_view_css_changed;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, POLLUX_TYPE_SESSION,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  pollux_overview_view_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "pollux-overview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
init_session_signals (PolluxOverviewView *self)
{
  GSignalGroup *group = g_signal_group_new (POLLUX_TYPE_SESSION);

  g_signal_group_connect_object (group, "trace-changed", G_CALLBACK (outdate), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (group, "view-changed", G_CALLBACK (view_changed_cb), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (group, "range-changed", G_CALLBACK (invalidate), self,
                                 G_CONNECT_SWAPPED);
  g_signal_group_connect_object (group, "hover-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                                 G_CONNECT_SWAPPED);
  self->session_signals = group;

  self->finder_signals = g_signal_group_new (POLLUX_TYPE_FINDER);
  g_signal_group_connect_object (self->finder_signals, "changed", G_CALLBACK (invalidate), self,
                                 G_CONNECT_SWAPPED);
}

static void
pollux_overview_view_init (PolluxOverviewView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->overview = pollux_overview_new ();
  self->painter = pollux_painter_new ();
  init_session_signals (self);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (theme_changed), NULL);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Overview of the whole trace"),
                                  -1);

  pollux_overview_view_init_input (self);
}

/**
 * pollux_overview_view_new:
 *
 * Creates a strip that shows nothing until it is given a session.
 */
GtkWidget *
pollux_overview_view_new (void)
{
  return g_object_new (POLLUX_TYPE_OVERVIEW_VIEW, NULL);
}

/**
 * pollux_overview_view_get_session:
 *
 * Returns: (transfer none) (nullable): the session that is shown
 */
PolluxSession *
pollux_overview_view_get_session (PolluxOverviewView *self)
{
  g_return_val_if_fail (POLLUX_IS_OVERVIEW_VIEW (self), NULL);

  return self->session;
}

/**
 * pollux_overview_view_set_session:
 * @session: (nullable): the session to show; a reference is kept
 */
void
pollux_overview_view_set_session (PolluxOverviewView *self,
                                  PolluxSession      *session)
{
  g_return_if_fail (POLLUX_IS_OVERVIEW_VIEW (self));
  g_return_if_fail (session == NULL || POLLUX_IS_SESSION (session));

  if (self->session == session)
    return;

  pollux_overview_view_stop_drag (self);
  g_clear_handle_id (&self->compute_source, g_source_remove);
  g_clear_pointer (&self->overview, pollux_overview_free);
  self->overview = pollux_overview_new ();
  self->computed = self->running = self->stale = FALSE;

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->finder_signals,
                             session != NULL ? pollux_session_get_finder (session) : NULL);
  if (session != NULL)
    outdate (self);
  describe (self);
  invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/**
 * pollux_overview_view_set_marks:
 * @marks: (nullable): what was marked by hand
 */
void
pollux_overview_view_set_marks (PolluxOverviewView *self,
                                PolluxMarks        *marks)
{
  g_return_if_fail (POLLUX_IS_OVERVIEW_VIEW (self));

  if (self->marks != NULL && self->marks != marks)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  if (!g_set_object (&self->marks, marks))
    return;

  if (marks != NULL)
    g_signal_connect_object (marks, "changed", G_CALLBACK (invalidate), self, G_CONNECT_SWAPPED);
  invalidate (self);
}

/**
 * pollux_overview_view_set_ticks:
 * @ticks: (nullable): moments to mark, borrowed; call it again when there are more
 */
void
pollux_overview_view_set_ticks (PolluxOverviewView *self,
                                PolluxTicks        *ticks)
{
  g_return_if_fail (POLLUX_IS_OVERVIEW_VIEW (self));

  self->ticks = ticks;
  invalidate (self);
}
