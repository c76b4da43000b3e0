#!/usr/bin/env bash
# Makes greengrad.html of a built page: all of it in one file, which opens by a double click, with no server.
#
#   scripts/one-file.sh [FOLDER]
#
# FOLDER is dist by default, or the folder that trunk is about to publish when trunk calls this as a hook.
#
# Scripts stand in it as they are, styles too; every other file is an element of this form, gzipped and in base64, which
# `carried` in static/start.js unpacks by its name:
#
#   <script type="application/octet-stream" data-file="examples/homes_ca_2016.csv">H4sI…</script>
#
# One more such element is one more file that the page can ask for. They stand at the end of the body, in front of the
# scripts that begin with id="starter"; so a project can be put into the file without touching anything else.
#
# The security policy names the hashes of these scripts and styles and allows no connection at all.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
case "${1:-}" in
  -h | --help)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
esac
folder="${1:-${TRUNK_STAGING_DIR:-$root/dist}}"

# As trunk's hook: a debug build's modules are many times as large.
if [ "${TRUNK_PROFILE:-release}" = debug ]; then exit 0; fi

perl - "$folder" <<'PERL'
use strict;
use warnings;
use Digest::SHA qw(sha256_base64);
use IO::Compress::Gzip qw(gzip $GzipError);
use MIME::Base64 qw(encode_base64);

my ($folder) = @ARGV;
chdir($folder) or die "$folder: $!\n";

sub bytes_of {
  open(my $file, '<:raw', $_[0]) or die "one-file: $_[0]: $!\n";
  local $/;
  return scalar <$file>;
}
sub packed {
  my $bytes = bytes_of($_[0]);
  # No time stamp, so that the same page gives the same file.
  gzip(\$bytes => \my $small, -Level => 9, -Minimal => 1, Time => 0) or die "one-file: $_[0]: $GzipError\n";
  return qq(<script type="application/octet-stream" data-file="$_[0]">) . encode_base64($small, '') . "</script>\n";
}
# The policy's word for an inline script or style.
my %allowed = (script => [], style => []);
sub inline {
  my ($kind, $attributes, $text) = @_;
  # The parser's way to read a script depends on these, and a style ends with the other.
  die "one-file: a $kind holds what would end it\n" if $text =~ m{<!--|<script|</(?:script|style)}i;
  # The parser reads every line end as \n, and a hash is of what it has read.
  $text =~ s/\r\n?/\n/g;
  my $hash = sha256_base64($text);
  $hash .= '=' while length($hash) % 4;
  push @{ $allowed{$kind} }, "'sha256-$hash'";
  return "<$kind$attributes>$text</$kind>\n";
}
# Takes what fits out of the page; there has to be some of it.
my $page = bytes_of('index.html');
sub take_out {
  my ($pattern, $what) = @_;
  my @found;
  $page =~ s{($pattern)}{push @found, $1; ''}gie;
  die "one-file: no $what in index.html\n" unless @found;
  return @found;
}
sub value_of {
  my ($tag, $name) = @_;
  $tag =~ /\b$name\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i or die "one-file: no $name in $tag\n";
  my $value = $1 // $2 // $3;
  $value =~ s{^\./}{};
  $value =~ s{\?.*}{};
  return $value;
}

take_out(qr/<meta\b[^>]*Content-Security-Policy[^>]*>/, 'security policy');
my ($starter) = take_out(qr/<script\b[^>]*\bid=["']?starter\b[^>]*><\/script>/, 'starter');
my ($glue, $wasm) = (value_of($starter, 'data-glue'), value_of($starter, 'data-wasm'));
my $head = '';
for my $link (take_out(qr/<link\b[^>]*>/, 'link')) {
  my ($rel, $file) = (value_of($link, 'rel'), value_of($link, 'href'));
  if ($rel eq 'stylesheet') {
    $head .= inline('style', '', bytes_of($file));
  } elsif ($rel eq 'icon') {
    $head .= '<link rel="icon" href="data:image/svg+xml;base64,' . encode_base64(bytes_of($file), '') . qq(">\n);
  }
  # A manifest and what is fetched early have no sense here.
}
$head .= inline('style', '', bytes_of('lab.css'));

my $files = join('', map { packed($_) } $wasm, qw(lab.js lab_bg.wasm reader.js reader_bg.wasm licences.json),
  sort(glob('examples/*')));
# The starter last: it finds all that it asks for.
my $scripts = inline('script', qq( data-file="$glue"), bytes_of($glue))
  . inline('script', '', bytes_of('lab-view.js'))
  . inline('script', qq( id="starter" data-alone data-glue="$glue" data-wasm="$wasm"), bytes_of('start.js'));

my $policy = join('; ',
  "default-src 'none'",
  "script-src @{$allowed{script}} 'wasm-unsafe-eval'",
  "style-src @{$allowed{style}}",
  'worker-src blob:', 'img-src data: blob:', "base-uri 'none'", "form-action 'none'");
# After the encoding, which has to be known first, and in front of all that it is about.
$page =~ s{(<meta\b[^>]*\bcharset\b[^>]*>)}{$1<meta http-equiv="Content-Security-Policy" content="$policy">}i
  or die "one-file: no encoding in index.html\n";
$page =~ s{</head>}{$head</head>}i or die "one-file: no head in index.html\n";
$page =~ s{(?=</body>)}{$files$scripts}i or die "one-file: no body in index.html\n";

open(my $out, '>:raw', 'greengrad.html') or die "one-file: greengrad.html: $!\n";
print $out $page or die "one-file: greengrad.html: $!\n";
close($out) or die "one-file: greengrad.html: $!\n";
PERL

printf '%10d bytes  greengrad.html, all of the page in one file\n' "$(($(wc -c <"$folder/greengrad.html")))"
