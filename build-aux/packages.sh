# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which packages of Debian 12 are needed, and how to get those that are
# missing. Read by build-aux/run and build-aux/test.

# To configure, build, install, and run.
build_packages=(
  gcc
  libc6-dev
  meson
  ninja-build
  pkgconf
  gettext
  desktop-file-utils
  shared-mime-info
  libxml2-utils
  libgtk-4-bin
  libglib2.0-dev
  libgtk-4-dev
  libjson-glib-dev
  libzstd-dev
  zlib1g-dev
  adwaita-icon-theme
  dconf-gsettings-backend
  fonts-dejavu-core
  librsvg2-common
)

# To run the tests.
test_packages=(
  python3
  python3-gi
  at-spi2-core
  xvfb
  dbus-daemon
  xdotool
  appstream
  groff-base
  libglib2.0-bin
)

# Says what goes on, apart from the output of tools.
say ()
{
  echo "pollux: $*"
}

die ()
{
  echo "pollux: $*" >&2
  exit 1
}

# Runs a quiet step: its output goes to the file in $1 and is shown only if
# the step fails.
run_logged ()
{
  local log=$1
  shift
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    return 1
  fi
}

as_root ()
{
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

# Installs those of the named packages that are missing. Where there is no
# dpkg it only says what is needed.
install_packages ()
{
  local package missing=() log=$1
  shift
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is no Debian: if the build misses something, install what is called here:" "$@"
    return 0
  fi
  for package; do
    case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) missing+=("$package") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    die "these packages are missing, and installing them takes root: ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300
             -o Acquire::Retries=3)
  # Old lists may do, so this may fail; the next step must not.
  run_logged "$log" as_root "${apt[@]}" update || say "could not update the lists of packages"
  run_logged "$log" as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" \
    || die "could not install the packages; the whole output is in $log"
}

# Configures the build folder $1 with the other arguments, or leaves it as it
# is: ninja notices by itself when meson has to run again. A folder that was
# set up for sources elsewhere, or with other arguments, is made anew.
set_up ()
{
  local folder=$1 wanted
  shift
  wanted="$source_root $*"
  if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/set-up-as" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  run_logged "$folder.log" meson setup "$folder" "$source_root" "$@" || return 1
  echo "$wanted" >"$folder/set-up-as"
}
