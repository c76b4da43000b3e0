#!/usr/bin/env bash
# Lists the crates whose code is in the page's modules, with their licences and the texts that they come with: what the
# view "About" shows. Each text stands once, however many crates come with it.
#
#   scripts/licences.sh          prints them as JSON
#   scripts/licences.sh FILE     into a file
#
# {"crates": [[name, version, licence expression, [numbers of texts]], ...], "texts": [text, ...]}
#
# trunk calls it after a build with the folder that it is about to publish in TRUNK_STAGING_DIR: into licences.json there.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
case "${1:-}" in
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
file="${1:-${TRUNK_STAGING_DIR:+$TRUNK_STAGING_DIR/licences.json}}"
cd "$root"

# Only what is linked: no build scripts, no macros, which run at build time and leave nothing of their own behind.
for_page="--offline --locked --features page,lab,reader"
work="$(mktemp -d "${TMPDIR:-/tmp}/greengrad.XXXXXX")"
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086 # a list of words
cargo tree $for_page --target wasm32-unknown-unknown -e normal,no-proc-macro --prefix none -f '{p}' >"$work/tree"
# shellcheck disable=SC2086
cargo metadata $for_page --filter-platform wasm32-unknown-unknown --format-version 1 >"$work/metadata"

rust="$(rustc --version | cut -d ' ' -f 2)"
perl - "$work/tree" "$work/metadata" "$rust" >"$work/licences" <<'PERL'
use strict;
use warnings;
use Encode qw(decode);
use File::Basename qw(dirname);
use JSON::PP;

my ($tree, $metadata, $rust) = @ARGV;
sub bytes_of {
  open(my $file, '<:raw', $_[0]) or die "$_[0]: $!\n";
  local $/;
  return scalar <$file>;
}
my %linked = map { /^(\S+) v(\S+)/ ? ("$1 $2" => 1) : () } split(/\n/, bytes_of($tree));

my (@crates, @texts, %number);
for my $crate (@{ JSON::PP->new->utf8->decode(bytes_of($metadata))->{packages} }) {
  next unless $linked{"$crate->{name} $crate->{version}"};
  my $folder = dirname($crate->{manifest_path});
  my @own;
  for my $path (sort grep { -f } glob("\Q$folder\E/*")) {
    next unless $path =~ m{/(?:licen[cs]e|copying|notice|unlicense)[^/]*$}i;
    # UTF-8, or else the older encoding of a name with an accent.
    my $raw = bytes_of($path);
    my $text = eval { decode('UTF-8', my $copy = $raw, Encode::FB_CROAK) } // decode('cp1252', $raw);
    $text =~ s/\r\n?/\n/g;
    $text =~ s/[ \t]+$//mg;
    $text =~ s/\A\n+|\n+\z//g;
    # The same words in other lines are the same text.
    (my $key = $text) =~ s/\s+/ /g;
    if (!defined $number{$key}) {
      $number{$key} = @texts;
      push @texts, $text;
    }
    push @own, $number{$key} unless grep { $_ == $number{$key} } @own;
  }
  my $licence = $crate->{license} // die "licences: $crate->{name} states no licence\n";
  push @crates, [$crate->{name}, $crate->{version}, $licence, \@own];
}
die "licences: no crates were found\n" unless @crates > 1;

# Linked like a crate, but none that cargo lists.
push @crates, ['the Rust standard library', $rust, 'MIT OR Apache-2.0', []];
# Some come without a text. All of them may be used under Apache-2.0, whose text is the same for everybody: that which
# most of the others come with.
my %uses;
$uses{$_}++ for grep { $texts[$_] =~ /\A\s*Apache License\s/ } map { @{ $_->[3] } } @crates;
my ($apache) = sort { $uses{$b} <=> $uses{$a} || $a <=> $b } keys %uses;
for my $bare (grep { !@{ $_->[3] } } @crates) {
  die "licences: $bare->[0] comes without a text\n" unless defined $apache && $bare->[2] =~ /Apache-2\.0/;
  $bare->[3] = [$apache + 0];
}
@crates = sort { $a->[0] cmp $b->[0] || $a->[1] cmp $b->[1] } @crates;
print JSON::PP->new->utf8->canonical->encode({ crates => \@crates, texts => \@texts }), "\n";
PERL

if [ -n "$file" ]; then mv "$work/licences" "$file"; else cat "$work/licences"; fi
