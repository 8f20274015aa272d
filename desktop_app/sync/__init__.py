"""Bundles: how ops travel between replicas (SYNC.md, "Header, signature, recipients"; DESIGN §6).

keys        the key pairs of a device, and the recovery key of a hub
sshsig      signatures that `ssh-keygen -Y verify` understands
container   the outer ZIP: three stored members, rebuilt and compared
header      header.json: who, to whom, which payload, which tips
manifest    manifest.json: what the sender holds, answers, misses, keeps held
payload     age(zstd(tar(…))), over the modules age and tar
limits      what a bundle may cost whoever takes it in
bundle      the public face: write_bundle, read_envelope, sniff
activation  the file that a district hands to a new PC
"""
