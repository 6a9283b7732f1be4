/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every frame that is drawn without a GPU needs a surface as large as the
 * window, and frees it again. By default the C library gives that memory back
 * to the system at once, and the next frame pays for fourteen hundred page
 * faults: of the 9 ms that GTK needs for a window of 1600x900, 4 ms. So what
 * a frame needs is kept; what a trace needs is far larger and not affected.
 */
#include "config.h"

#include <malloc.h>

#include "pollux-memory.h"

#ifdef HAVE_CAIRO_XLIB
#include <cairo-xlib.h>
#include <gdk/x11/gdkx.h>
#endif

#define KEPT_AT_MOST (64 * 1024 * 1024)
#define FRAME_AT_MOST (32 * 1024 * 1024)

/**
 * pollux_memory_keep:
 *
 * Makes the allocator keep a frame's memory for the next one.
 */
void
pollux_memory_keep (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, KEPT_AT_MOST);
  mallopt (M_MMAP_THRESHOLD, FRAME_AT_MOST);
#endif
}

#ifdef HAVE_CAIRO_XLIB
/* The smallest surface that cairo shares with the server: 128 bytes. */
#define PIECE 16
#define BYTES_PER_PIXEL 4

static gsize
get_block_size (gsize size)
{
  gsize block = 1 << 16;

  while (block <= size)
    block <<= 1;

  return block;
}

/*
 * cairo hands a frame to the X server in memory shared with it: eight blocks
 * of the next power of two, 64 MiB for a window of 1600x900. It ends them
 * when no block is taken any more (_cairo_xlib_shm_pool_cleanup in
 * cairo-xlib-surface-shm.c), which is at the end of most frames, so nearly
 * each frame pays for new pages, on both sides. As long as one small piece
 * of them is taken they stay, and only the pages that were written count.
 */
static void
layout_cb (GdkSurface *surface, int width, int height, gpointer data)
{
  GdkDisplay *display = gdk_surface_get_display (surface);
  int scale = gdk_surface_get_scale_factor (surface);
  Display *xdisplay = gdk_x11_display_get_xdisplay (display);
  cairo_surface_t *window, *frame, *piece;
  gsize *kept = data;
  gsize block;

  block = get_block_size ((gsize) width * height * scale * scale * BYTES_PER_PIXEL);
  if (block <= *kept)
    return;

  window = cairo_xlib_surface_create (xdisplay, gdk_x11_surface_get_xid (surface),
                                      DefaultVisualOfScreen (gdk_x11_display_get_xscreen (display)),
                                      width * scale, height * scale);
  frame = cairo_surface_create_similar_image (window, CAIRO_FORMAT_RGB24, width * scale,
                                              height * scale);
  piece = cairo_surface_create_similar_image (window, CAIRO_FORMAT_RGB24, PIECE, PIECE);
  cairo_surface_destroy (frame);
  cairo_surface_destroy (window);
  g_object_set_data_full (G_OBJECT (surface), "pollux-memory-piece", piece,
                          (GDestroyNotify) cairo_surface_destroy);
  *kept = block;
}

static void
realize_cb (GtkWidget *widget, gpointer data)
{
  GtkNative *native = GTK_NATIVE (widget);
  GdkSurface *surface = gtk_native_get_surface (native);

  /* Other renderers do not upload frames. */
  if (GDK_IS_X11_SURFACE (surface) && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    g_signal_connect_data (surface, "layout", G_CALLBACK (layout_cb), g_new0 (gsize, 1),
                           (GClosureNotify) (GCallback) g_free, 0);
}
#endif

/**
 * pollux_memory_keep_frames:
 * @window: a window that is not realized yet
 *
 * Keeps the memory in which the frames of @window reach the X server from one
 * frame to the next. Does nothing where frames go another way.
 */
void
pollux_memory_keep_frames (GtkWindow *window)
{
#ifdef HAVE_CAIRO_XLIB
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
#endif
}
