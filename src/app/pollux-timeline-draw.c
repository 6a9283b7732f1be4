/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the timeline looks like. The shared painter paints the shared scene
 * into two cairo nodes, the lanes' and the headers', which are kept until what
 * they show changes: moving through the time leaves the headers alone. Above lie
 * small nodes: the outline and the links of the hovered thing, the crosshair
 * with its time, the focus ring. Moving the pointer replaces only those, and
 * the renderer repaints only the pixels that they touch.
 */
#include "config.h"

#include <math.h>

#include "pollux-text.h"
#include "pollux-theme.h"
#include "pollux-timeline-private.h"

#define TICK_HEIGHT 5
#define PILL_PADDING 6
#define PILL_RADIUS 4
#define RING_WIDTH 2

static void
ensure_theme (PolluxTimeline *self)
{
  if (self->theme_valid)
    return;

  pollux_theme_apply (GTK_WIDGET (self), self->painter, &self->palette);

  g_clear_object (&self->label);
  self->label = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  self->theme_valid = TRUE;
}

/* Lanes begin on whole device pixels, else their edges blur. */
static double
snap_to_device (PolluxTimeline *self,
                double          y)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return round (y * scale) / scale;
}

static void
fill_request (PolluxTimeline     *self,
              PolluxSceneRequest *request)
{
  PolluxSession *session = self->session;

  pollux_session_get_clock (session, &self->clock);
  *request = (PolluxSceneRequest) {
    .trace = pollux_session_get_trace (session),
    .rows = pollux_session_get_rows (session),
    .bands = pollux_session_get_bands (session),
    .viewport = self->shown,
    .scroll_y = snap_to_device (self, self->scroll_y),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .header_width = pollux_timeline_get_header (self),
    .ruler_height = self->ruler_height,
    .selected = *pollux_session_get_selection (session),
    .hovered = POLLUX_THING_INIT,
    .selected_tasks = pollux_session_get_task_set (session),
    .range = pollux_session_get_range (session),
    .cursor = POLLUX_TIME_NONE,
    .all_arrows = pollux_chain_get_show_all (pollux_session_get_chain (session)),
    .clock = &self->clock,
    .marks = self->marks,
    .flag_height = pollux_timeline_get_flag_height (self),
  };
  /* Only who looks at arrows pays for the index. */
  if (request->selected.kind != POLLUX_THING_NONE || request->all_arrows)
    request->wakers = pollux_chain_get_wakers (pollux_session_get_chain (session));
}

/* One of the tasks that a row stands for, to find it again. */
static void
note_task (const PolluxRows *rows,
           PolluxRow        *row)
{
  const PolluxTaskIndex *tasks;
  PolluxGroup group;
  guint n;

  if (row->kind == POLLUX_ROW_PACK)
    {
      tasks = pollux_rows_get_pack (rows, row->index, &n);
      row->task = tasks[0];
    }
  else if (row->kind == POLLUX_ROW_GROUP)
    {
      pollux_rows_get_group (rows, row->index, &group);
      row->task = group.tasks[0];
    }
}

/* Remembers the lane that is to stay where it is when lanes come and go: the
 * one under the pointer, else the first one, unless the very top is shown. */
void
pollux_timeline_note_anchor (PolluxTimeline *self)
{
  const PolluxRows *rows = pollux_session_get_rows (self->session);
  double sticky = pollux_rows_get_sticky_height (rows, pollux_timeline_get_page (self));
  double y = self->pointer_inside ? self->pointer_y - self->ruler_height : 0;
  guint n = pollux_rows_get_length (rows);
  double top, bottom;
  guint index;

  self->anchor.valid = FALSE;
  if (y < 0 || (!self->pointer_inside && self->scroll_y <= 0))
    return;

  /* The pinned ones stay in any case. */
  y = MAX (y, sticky);
  index = pollux_rows_find_y (rows, self->scroll_y + y);
  if (index >= n)
    return;

  top = pollux_rows_get_y (rows, index);
  bottom = index + 1 < n ? pollux_rows_get_y (rows, index + 1) : pollux_rows_get_height (rows);
  pollux_rows_get (rows, index, &self->anchor.row);
  note_task (rows, &self->anchor.row);
  self->anchor.fraction = bottom > top ? (self->scroll_y + y - top) / (bottom - top) : 0;
  self->anchor.y = y;
  self->anchor.valid = TRUE;
}

/**
 * pollux_timeline_ensure_scene:
 *
 * Builds the scene if anything changed since the last time.
 *
 * Returns: whether there is anything to see
 */
gboolean
pollux_timeline_ensure_scene (PolluxTimeline *self)
{
  PolluxSceneRequest request;

  if (self->session == NULL || pollux_timeline_get_lanes_width (self) < 1 ||
      gtk_widget_get_height (GTK_WIDGET (self)) < 1)
    return FALSE;

  if (!self->scene_valid)
    {
      fill_request (self, &request);
      pollux_scene_build (self->scene, &request);
      pollux_session_prepare_bands (self->session);
      pollux_timeline_note_anchor (self);
      g_clear_pointer (&self->lanes, gsk_render_node_unref);
      if (!self->headers_valid)
        g_clear_pointer (&self->headers, gsk_render_node_unref);
      self->scene_valid = TRUE;
      self->headers_valid = TRUE;
      self->hover_valid = FALSE;
      self->n_builds++;
    }

  return TRUE;
}

static void
append_color (GtkSnapshot           *snapshot,
              const PolluxColor     *color,
              const graphene_rect_t *rect)
{
  GdkRGBA rgba = pollux_theme_color (color);

  gtk_snapshot_append_color (snapshot, &rgba, rect);
}

/* The part of the scene within @bounds, which lie on whole pixels. A cairo node
 * records what is drawn and plays it again, so what is drawn there is an image
 * that is already painted: one call instead of thousands, twice. */
static GskRenderNode *
paint_part (PolluxTimeline        *self,
            const graphene_rect_t *bounds)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double x = bounds->origin.x, y = bounds->origin.y;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);
  cairo_surface_t *image = cairo_image_surface_create (
    CAIRO_FORMAT_RGB24, (int) ceil (bounds->size.width * scale),
    (int) ceil (bounds->size.height * scale));
  cairo_t *painted;

  cairo_surface_set_device_scale (image, scale, scale);
  painted = cairo_create (image);
  cairo_translate (painted, -x, -y);
  pollux_painter_paint (self->painter, painted, self->scene);
  cairo_destroy (painted);
  if (pollux_painter_lacks_labels (self->painter))
    {
      self->lacks_names = TRUE;
      pollux_timeline_queue_frame (self);
    }

  cairo_set_source_surface (cr, image, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
  return gtk_snapshot_free_to_node (snapshot);
}

static void
snapshot_scene (PolluxTimeline *self,
                GtkSnapshot    *snapshot,
                double          header,
                double          width,
                double          height)
{
  if (self->lanes == NULL)
    self->lanes = paint_part (self, &GRAPHENE_RECT_INIT (header, 0, width - header, height));
  if (self->headers == NULL && header >= 1)
    self->headers = paint_part (self, &GRAPHENE_RECT_INIT (0, 0, header, height));

  if (self->lanes != NULL)
    gtk_snapshot_append_node (snapshot, self->lanes);
  if (self->headers != NULL)
    gtk_snapshot_append_node (snapshot, self->headers);
}

static void
ensure_hover (PolluxTimeline *self)
{
  PolluxSceneRequest request;
  double x, y, width, height;
  GtkSnapshot *snapshot;
  cairo_t *cr;

  if (self->hover_valid)
    return;

  self->hover_valid = TRUE;
  g_clear_pointer (&self->hover, gsk_render_node_unref);
  fill_request (self, &request);
  request.hovered = *pollux_session_get_hovered (self->session);
  pollux_scene_set_hovered (self->scene, &request);
  if (!pollux_scene_get_hovered_extents (self->scene, &x, &y, &width, &height))
    return;

  snapshot = gtk_snapshot_new ();
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, width, height));
  pollux_painter_paint_hovered (self->painter, cr, self->scene);
  cairo_destroy (cr);
  self->hover = gtk_snapshot_free_to_node (snapshot);
}

/* A short text on a plate of its own, its middle as close to @middle as the
 * space from @left to @right allows. */
static void
append_pill (PolluxTimeline *self,
             GtkSnapshot    *snapshot,
             const char     *text,
             double          middle,
             double          top,
             double          left,
             double          right)
{
  GdkRGBA color = pollux_theme_color (&self->palette.background);
  GskRoundedRect plate;
  graphene_rect_t rect;
  int width, height;

  pango_layout_set_text (self->label, text, -1);
  pango_layout_get_pixel_size (self->label, &width, &height);
  width += 2 * PILL_PADDING;
  middle = round (MAX (MIN (middle - width / 2.0, right - width), left));

  graphene_rect_init (&rect, middle, top, width, height + 2);
  gsk_rounded_rect_init_from_rect (&plate, &rect, PILL_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &plate);
  append_color (snapshot, &self->palette.text, &rect);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (middle + PILL_PADDING, top + 1));
  gtk_snapshot_append_layout (snapshot, self->label, &color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_crosshair (PolluxTimeline *self,
                    GtkSnapshot    *snapshot,
                    double          header,
                    double          width,
                    double          height)
{
  PolluxTime cursor = pollux_session_get_cursor (self->session);
  PolluxColor color = self->palette.text;
  g_autofree char *text = NULL;
  double x;

  if (cursor == POLLUX_TIME_NONE || pollux_timeline_is_dragging (self))
    return;

  x = floor (pollux_timeline_x_of (self, cursor));
  if (x < header || x >= width)
    return;

  color.alpha = 0.45;
  append_color (snapshot, &color,
                &GRAPHENE_RECT_INIT (x, self->ruler_height, 1,
                                     height - self->ruler_height));
  text = pollux_text_for_time (&self->clock, cursor);
  append_pill (self, snapshot, text, x, 3, header + 1, width - 1);
}

/* A dragged edge that lies exactly on that of a section: a bar at the pointer's
 * height. */
static void
snapshot_snap (PolluxTimeline *self,
               GtkSnapshot    *snapshot,
               double          header,
               double          width)
{
  double x, height;

  if (!pollux_timeline_is_dragging (self) || !self->drag.snapped)
    return;

  x = floor (pollux_timeline_x_of (self, self->drag.snap));
  if (x < header || x >= width)
    return;

  height = pollux_rows_get_lane_height (pollux_session_get_rows (self->session));
  append_color (snapshot, &self->palette.accent,
                &GRAPHENE_RECT_INIT (x - 2, round (self->drag.y - height / 2), 5, height));
}

static void
snapshot_focus (PolluxTimeline        *self,
                GtkSnapshot           *snapshot,
                const graphene_rect_t *bounds)
{
  const float widths[4] = { RING_WIDTH, RING_WIDTH, RING_WIDTH, RING_WIDTH };
  GdkRGBA color = pollux_theme_color (&self->palette.accent);
  const GdkRGBA colors[4] = { color, color, color, color };
  GskRoundedRect outline;

  if (!gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    return;

  gsk_rounded_rect_init_from_rect (&outline, bounds, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* Along the lower edge of the ruler; neighbours are one. */
static void
snapshot_ticks (PolluxTimeline *self,
                GtkSnapshot    *snapshot,
                double          header,
                double          width)
{
  const PolluxViewport *view = pollux_session_get_viewport (self->session);
  guint n = (guint) CLAMP (width - header, 1, 32767);
  const guint8 *columns = pollux_ticks_get_columns (self->ticks, pollux_viewport_get_range (view),
                                                    n);
  double top = self->ruler_height - pollux_timeline_get_flag_height (self) - TICK_HEIGHT;

  for (guint i = 0; i < n; i++)
    {
      guint begin = i;

      while (i < n && columns[i])
        i++;
      if (i > begin)
        append_color (snapshot, &self->palette.accent,
                      &GRAPHENE_RECT_INIT (header + begin - 0.5, top, i - begin + 1, TICK_HEIGHT));
    }
}

/**
 * pollux_timeline_set_ticks:
 * @ticks: (nullable): moments to mark, borrowed; call it again when there are more
 */
void
pollux_timeline_set_ticks (PolluxTimeline *self,
                           PolluxTicks    *ticks)
{
  g_return_if_fail (POLLUX_IS_TIMELINE (self));

  self->ticks = ticks;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
pollux_timeline_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  PolluxTimeline *self = POLLUX_TIMELINE (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double header = pollux_timeline_get_header (self);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);

  if (width < 1 || height < 1)
    return;

  ensure_theme (self);
  if (!pollux_timeline_ensure_scene (self))
    {
      append_color (snapshot, &self->palette.background, &bounds);
      return;
    }

  snapshot_scene (self, snapshot, header, width, height);
  if (self->ticks != NULL)
    snapshot_ticks (self, snapshot, header, width);
  ensure_hover (self);
  if (self->hover != NULL)
    gtk_snapshot_append_node (snapshot, self->hover);
  snapshot_crosshair (self, snapshot, header, width, height);
  snapshot_snap (self, snapshot, header, width);
  snapshot_focus (self, snapshot, &bounds);
}
