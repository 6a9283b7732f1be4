/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "pollux-share-bar.h"

#include "pollux-theme.h"

#define BAR_HEIGHT 14
#define HATCH_STEP 5

struct _PolluxShareBar
{
  GtkWidget parent_instance;

  gint64 sums[POLLUX_N_SHARES];
};

G_DEFINE_FINAL_TYPE (PolluxShareBar, pollux_share_bar, GTK_TYPE_WIDGET)

static void
set_source (cairo_t *cr, const PolluxColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

/* Diagonal lines, as on the scheduled sections of a lane. */
static void
hatch (cairo_t *cr, const PolluxColor *color, double x, double width, double height)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, 0, width, height);
  cairo_clip (cr);
  set_source (cr, color);
  cairo_set_line_width (cr, 1.2);
  for (double at = x - height; at < x + width; at += HATCH_STEP)
    {
      cairo_move_to (cr, at, height);
      cairo_line_to (cr, at + height, 0);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
fill (cairo_t *cr, const PolluxColor *color, double x, double width, double height)
{
  set_source (cr, color);
  cairo_rectangle (cr, x, 0, width, height);
  cairo_fill (cr);
}

static void
paint_idle (cairo_t *cr, const PolluxPalette *palette, double x, double width, double height)
{
  set_source (cr, &palette->idle);
  cairo_rectangle (cr, x, height / 2 - 0.5, width, 1);
  cairo_fill (cr);
}

/* Each state looks as it does on a lane. */
static void
paint_share (cairo_t *cr,
             const PolluxPalette *palette,
             PolluxShare share,
             double x,
             double width,
             double height)
{
  switch (share)
    {
    case POLLUX_SHARE_ACTIVE:
      fill (cr, &palette->active, x, width, height);
      break;

    case POLLUX_SHARE_SCHEDULED:
      fill (cr, &palette->scheduled_fill, x, width, height);
      hatch (cr, &palette->scheduled, x, width, height);
      break;

    case POLLUX_SHARE_SPAWN_DELAY:
      fill (cr, &palette->scheduled_fill, x, width, height);
      set_source (cr, &palette->scheduled);
      cairo_set_line_width (cr, 1);
      cairo_rectangle (cr, x + 0.5, 0.5, MAX (width - 1, 0), height - 1);
      cairo_stroke (cr);
      break;

    case POLLUX_SHARE_UNFINISHED:
      hatch (cr, &palette->dim_text, x, width, height);
      break;

    case POLLUX_SHARE_IDLE:
    case POLLUX_N_SHARES:
    default:
      paint_idle (cr, palette, x, width, height);
      break;
    }
}

static void
pollux_share_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PolluxShareBar *self = POLLUX_SHARE_BAR (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  PolluxPalette palette;
  gint64 total = 0;
  gint64 before = 0;
  cairo_t *cr;

  for (guint i = 0; i < POLLUX_N_SHARES; i++)
    total += self->sums[i];
  if (width <= 0 || height <= 0)
    return;

  pollux_theme_get_palette (widget, &palette);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint i = 0; i < POLLUX_N_SHARES && total > 0; i++)
    {
      double begin = (double) before / total * width;
      double end = (double) (before + self->sums[i]) / total * width;

      if (self->sums[i] > 0)
        paint_share (cr, &palette, i, begin, end - begin, height);
      before += self->sums[i];
    }
  cairo_destroy (cr);
}

static void
pollux_share_bar_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = BAR_HEIGHT;
}

static void
pollux_share_bar_class_init (PolluxShareBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = pollux_share_bar_snapshot;
  widget_class->measure = pollux_share_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "pollux-share-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pollux_share_bar_init (PolluxShareBar *self)
{
}

/**
 * pollux_share_bar_new:
 *
 * Returns: (transfer full): a bar without shares
 */
GtkWidget *
pollux_share_bar_new (void)
{
  return g_object_new (POLLUX_TYPE_SHARE_BAR, NULL);
}

/**
 * pollux_share_bar_set:
 * @summary: (nullable): sums of the states, copied; NULL for none
 */
void
pollux_share_bar_set (PolluxShareBar *self, const PolluxLaneSummary *summary)
{
  g_return_if_fail (POLLUX_IS_SHARE_BAR (self));

  for (guint i = 0; i < POLLUX_N_SHARES; i++)
    self->sums[i] = summary != NULL ? pollux_share_get_sum (summary, i) : 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pollux_share_bar_set_only:
 * @share: the only state
 */
void
pollux_share_bar_set_only (PolluxShareBar *self, PolluxShare share)
{
  g_return_if_fail (POLLUX_IS_SHARE_BAR (self));
  g_return_if_fail (share < POLLUX_N_SHARES);

  for (guint i = 0; i < POLLUX_N_SHARES; i++)
    self->sums[i] = i == share;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pollux_share_get_name:
 *
 * Returns: (transfer none): the state for people
 */
const char *
pollux_share_get_name (PolluxShare share)
{
  switch (share)
    {
    case POLLUX_SHARE_ACTIVE:
      return _("Busy");

    case POLLUX_SHARE_SCHEDULED:
      return _("Scheduled");

    case POLLUX_SHARE_SPAWN_DELAY:
      return _("Spawn delay");

    case POLLUX_SHARE_UNFINISHED:
      return _("Unfinished");

    case POLLUX_SHARE_IDLE:
    case POLLUX_N_SHARES:
    default:
      return _("Idle");
    }
}

/**
 * pollux_share_get_sum:
 *
 * Returns: ns spent in the state
 */
gint64
pollux_share_get_sum (const PolluxLaneSummary *summary, PolluxShare share)
{
  switch (share)
    {
    case POLLUX_SHARE_ACTIVE:
      return summary->busy;

    case POLLUX_SHARE_SCHEDULED:
      return summary->scheduled;

    case POLLUX_SHARE_SPAWN_DELAY:
      return summary->spawn_delay;

    case POLLUX_SHARE_UNFINISHED:
      return summary->unfinished;

    case POLLUX_SHARE_IDLE:
    case POLLUX_N_SHARES:
    default:
      return summary->idle;
    }
}
