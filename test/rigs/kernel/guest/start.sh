# Sourced as root in the guest. Users without rights must reach the program wherever it lies, so it is shown at a place of its own.
echo '{"event":"up"}' >/rig/report.jsonl
mkdir -p /opt/discwright
mount --bind "$REPO" /opt/discwright
touch /opt/node
mount --bind "$NODE" /opt/node
export TMPDIR=/run/work
mkdir -m 1777 $TMPDIR
cd $TMPDIR
ulimit -c 0
# From Node 22 on it starts faster the second time.
export NODE_COMPILE_CACHE=$TMPDIR/compiled
/opt/node /opt/discwright/test/rigs/kernel/guest/run.mjs "$GUEST" "$@"
