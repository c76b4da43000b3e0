#!/usr/bin/env bash
# Makes a built page one that is kept for visits without a network: a version by the content of its files, written where
# the page starts, and sw.js, the service worker with the list of these files and their hashes.
#
#   scripts/offline.sh [FOLDER]
#
# FOLDER is dist by default, or the folder that trunk is about to publish when trunk calls this as a hook. May be run again
# over the same folder, after something in it was changed.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
case "${1:-}" in
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
folder="${1:-${TRUNK_STAGING_DIR:-$root/dist}}"

perl - "$folder" "$root/static/sw.js" <<'PERL'
use strict;
use warnings;
use Digest::SHA qw(sha256_base64 sha256_hex);
use File::Find qw(find);

my ($folder, $worker) = @ARGV;
sub bytes_of {
  open(my $file, '<:raw', $_[0]) or die "offline: $_[0]: $!\n";
  local $/;
  return scalar <$file>;
}
sub write_to {
  my ($path, $bytes) = @_;
  open(my $file, '>:raw', $path) or die "offline: $path: $!\n";
  print $file $bytes or die "offline: $path: $!\n";
  close($file) or die "offline: $path: $!\n";
}
my $program = bytes_of($worker);
chdir($folder) or die "$folder: $!\n";

# All that the page may fetch. Not what a person only saves, and not what trunk left of an interrupted build.
my @names;
find({
  no_chdir => 1,
  wanted => sub {
    s{^\./}{};
    if (-d && /^\../) { $File::Find::prune = 1; return }
    push @names, $_ if -f && !/^(?:\..*|index\.html|greengrad\.html|sw\.js)$/;
  },
}, '.');
@names = sort @names;

# The page as it was before it had a version.
my $page = bytes_of('index.html');
$page =~ s/ data-(?:version|take)="[^"]*"//g;
$page =~ s/(start\.js)\?v=[0-9a-f]+/$1/;
my %bytes = map { $_ => bytes_of($_) } @names;
my $version = substr(sha256_hex(join("\n", sha256_hex($page), sha256_hex($program),
  map { "$_ " . sha256_hex($bytes{$_}) } @names)), 0, 16);

# The one file is of this version too. Its size is said where it is offered.
if (-f 'greengrad.html') {
  my $alone = bytes_of('greengrad.html');
  $alone =~ s/ id="starter"(?: data-version="[0-9a-f]*")?/ id="starter" data-version="$version"/
    or die "offline: no starter in greengrad.html\n";
  write_to('greengrad.html', $alone);
}
my $take = -f 'greengrad.html' ? sprintf(' data-take="%.1f MB"', (-s 'greengrad.html') / 1e6) : '';
$page =~ s/\bid=(["']?)starter\1/$& data-version="$version"$take/ or die "offline: no starter in index.html\n";
$page =~ s/\bstart\.js\b/start.js?v=$version/ or die "offline: no start.js in index.html\n";
write_to('index.html', $page);

sub entry {
  my ($name, $address, $bytes) = @_;
  my $hash = sha256_base64($bytes);
  $hash .= '=' while length($hash) % 4;
  return qq(  ["$name", "$address", "sha256-$hash"],\n);
}
# The same addresses as in static/start.js, so that the browser's cache has most of them already.
my $files = entry('', './', $page);
$files .= entry($_, /-[0-9a-f]{16}/ ? $_ : "$_?v=$version", $bytes{$_}) for @names;
write_to('sw.js', qq(const VERSION = "$version";\nconst FILES = [\n$files];\n$program));

my $total = length($page);
$total += length($_) for values %bytes;
printf("%10d bytes  in %d files, kept for visits without a network (version %s)\n", $total, @names + 1, $version);
PERL
