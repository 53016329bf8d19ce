# Sourced as root in the guest. Unprivileged users must be able to reach the program wherever it is, so it is mounted at a path of its own.
echo '{"event":"up"}' >/rig/report.jsonl
mkdir -p /opt/discwright
mount --bind "$REPO" /opt/discwright
touch /opt/node
mount --bind "$NODE" /opt/node
export TMPDIR=/run/work
mkdir -m 1777 $TMPDIR
cd $TMPDIR
ulimit -c 0
# With Node 22 or later it starts faster the second time.
export NODE_COMPILE_CACHE=$TMPDIR/compiled
/opt/node /opt/discwright/test/rigs/kernel/guest/run.mjs "$GUEST" "$@"
