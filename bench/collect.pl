#!/usr/bin/perl
# Runs a command, and collects every process that it leaves behind as soon as it ends, as systemd does.
# usage: collect.pl PROGRAM [ARGUMENT...]
use strict;
use warnings;
use POSIX ();

my $machine = (POSIX::uname())[4];
my %prctl = (x86_64 => 157, aarch64 => 167);
my $become_subreaper = 36;
die "not known on $machine\n" unless exists $prctl{$machine};
syscall($prctl{$machine}, $become_subreaper, 1, 0, 0, 0) == 0 or die "prctl: $!\n";

my $child = fork() // die "fork: $!\n";
if ($child == 0) {
    exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n";
}
$SIG{TERM} = $SIG{INT} = sub { kill 'TERM', $child };

while (1) {
    my $ended = wait();
    exit($? >> 8 || $? & 127) if $ended == $child;
    die "wait: $!\n" if $ended < 0 && !$!{EINTR};
}
