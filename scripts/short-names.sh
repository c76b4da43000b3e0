#!/usr/bin/env bash
# Numbers what each module imports from its script. wasm-bindgen names an import like
# __wbg_addEventListener_3acb0aad4483804c, in the module and in the script: 240 names that do not compress. A number is put
# in the place of each, as long as the name, so that nothing else of the module moves.
#
# trunk calls it after a build; the folder that it is about to publish is in TRUNK_STAGING_DIR.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
folder="${TRUNK_STAGING_DIR:-$root/dist}"
for module in "$folder"/*_bg.wasm; do
  perl -e '
    use strict;
    my ($script, $module) = @ARGV;
    my $name = qr/__wbg_\w+?_[0-9a-f]{16}\b/;
    my %number;
    sub text {
      open(my $file, "<:raw", $_[0]) or die "$_[0]: $!\n";
      local $/;
      return scalar <$file>;
    }
    sub numbered {
      my ($path, $text) = @_;
      $text =~ s/($name)/$number{$1} || $1/ge;
      open(my $file, ">:raw", $path) or die "$path: $!\n";
      print $file $text or die "$path: $!\n";
      close($file) or die "$path: $!\n";
    }
    # Those of both: a name that stands in one of them only is something else.
    my ($own, $other) = (text($script), text($module));
    my %imported = map { $_ => 1 } $other =~ /$name/g;
    my $count = 0;
    for my $found ($own =~ /$name/g) {
      next if $number{$found} || !$imported{$found};
      $number{$found} = sprintf("_%0*d", length($found) - 1, $count++);
    }
    numbered($script, $own);
    numbered($module, $other);
  ' "${module%_bg.wasm}.js" "$module"
done
