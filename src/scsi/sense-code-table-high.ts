/** ASC 30h to 7Fh, in the form of LOW_SENSE_CODES; `NN` as the qualifier means every one that has no line of its own. */
export const HIGH_SENSE_CODES = `
30 00 incompatible medium installed
30 01 cannot read medium, unknown format
30 02 cannot read medium, incompatible format
30 03 cleaning cartridge installed
30 04 cannot write medium, unknown format
30 05 cannot write medium, incompatible format
30 06 cannot format medium, incompatible medium
30 07 cleaning failure
30 08 cannot write, application code mismatch
30 09 current session not fixated for append
30 0A cleaning request rejected
30 10 medium not formatted
31 00 medium format corrupted
31 01 format command failed
31 02 zoned formatting failed due to spare linking
32 00 no defect spare location available
32 01 defect list update failure
34 00 enclosure failure
35 00 enclosure services failure
35 01 unsupported enclosure function
35 02 enclosure services unavailable
35 03 enclosure services transfer failure
35 04 enclosure services transfer refused
35 05 enclosure services checksum error
37 00 rounded parameter
38 00 event status notification
38 02 event status notification, power management class event
38 04 event status notification, media class event
38 06 event status notification, device busy class event
39 00 saving parameters not supported
3A 00 medium not present
3A 01 medium not present, tray closed
3A 02 medium not present, tray open
3A 03 medium not present, loadable
3A 04 medium not present, medium auxiliary memory accessible
3B 0D medium destination element full
3B 0E medium source element empty
3B 0F end of medium reached
3B 11 medium magazine not accessible
3B 12 medium magazine removed
3B 13 medium magazine inserted
3B 14 medium magazine locked
3B 15 medium magazine unlocked
3B 16 mechanical positioning or changer error
3D 00 invalid bits in identify message
3E 00 logical unit has not self-configured yet
3E 01 logical unit failure
3E 02 timeout on logical unit
3E 03 logical unit failed self-test
3E 04 logical unit unable to update self-test log
3F 00 target operating conditions have changed
3F 01 microcode has been changed
3F 02 changed operating definition
3F 03 inquiry data has changed
3F 04 component device attached
3F 05 device identifier changed
3F 06 redundancy group created or modified
3F 07 redundancy group deleted
3F 08 spare created or modified
3F 09 spare deleted
3F 0A volume set created or modified
3F 0B volume set deleted
3F 0C volume set deassigned
3F 0D volume set reassigned
3F 0E reported LUNs data has changed
3F 0F echo buffer overwritten
3F 10 medium loadable
3F 11 medium auxiliary memory accessible
3F 12 iSCSI IP address added
3F 13 iSCSI IP address removed
3F 14 iSCSI IP address changed
3F 15 inspect referrals sense descriptors
3F 16 microcode has been changed without reset
40 00 RAM failure
40 NN diagnostic failure on component
41 00 data path failure
42 00 power-on or self-test failure
43 00 message error
44 00 internal target failure
45 00 select or reselect failure
46 00 unsuccessful soft reset
47 00 SCSI parity error
47 01 data phase CRC error detected
47 02 SCSI parity error detected during ST data phase
47 03 information unit iuCRC error detected
47 04 asynchronous information protection error detected
47 05 protocol service CRC error
47 7F some commands cleared by iSCSI protocol event
48 00 initiator detected error message received
49 00 invalid message error
4A 00 command phase error
4B 00 data phase error
4B 01 invalid target port transfer tag received
4B 02 too much write data
4B 03 ACK/NAK timeout
4B 04 NAK received
4B 05 data offset error
4B 06 initiator response timeout
4B 07 connection lost
4C 00 logical unit failed self-configuration
4D NN tagged overlapped commands, task tag
4E 00 overlapped commands attempted
51 00 erase failure
51 01 erase failure, incomplete erase operation detected
53 00 media load or eject failed
53 02 medium removal prevented
55 00 system resource failure
55 02 insufficient reservation resources
55 03 insufficient resources
55 04 insufficient registration resources
55 05 insufficient access control resources
55 06 auxiliary memory out of space
55 0B insufficient power for operation
57 00 unable to recover table of contents
5A 00 operator request or state change input
5A 01 operator medium removal request
5A 02 operator selected write protect
5A 03 operator selected write permit
5B 00 log exception
5B 01 threshold condition met
5B 02 log counter at maximum
5B 03 log list codes exhausted
5D 00 failure prediction threshold exceeded
5D 01 media failure prediction threshold exceeded
5D 02 logical unit failure prediction threshold exceeded
5D 03 spare area exhaustion prediction threshold exceeded
5D FF failure prediction threshold exceeded (false)
5E 00 low power condition on
5E 01 idle condition activated by timer
5E 02 standby condition activated by timer
5E 03 idle condition activated by command
5E 04 standby condition activated by command
5E 05 idle_b condition activated by timer
5E 06 idle_b condition activated by command
5E 07 idle_c condition activated by timer
5E 08 idle_c condition activated by command
5E 09 standby_y condition activated by timer
5E 0A standby_y condition activated by command
63 00 end of user area encountered on this track
63 01 packet does not fit in available space
64 00 illegal mode for this track
64 01 invalid packet size
65 00 voltage fault
67 0A set target port groups command failed
6F 00 copy protection key exchange failure, authentication failure
6F 01 copy protection key exchange failure, key not present
6F 02 copy protection key exchange failure, key not established
6F 03 read of scrambled sector without authentication
6F 04 media region code is mismatched to logical unit region
6F 05 drive region must be permanent, or region reset count error
6F 06 insufficient block count for binding nonce recording
6F 07 conflict in binding nonce recording
6F 08 insufficient permission
6F 09 invalid drive-host pairing server
6F 0A drive-host pairing suspended
72 00 session fixation error
72 01 session fixation error writing lead-in
72 02 session fixation error writing lead-out
72 03 session fixation error, incomplete track in session
72 04 empty or partially written reserved track
72 05 no more track reservations allowed
72 06 RMZ extension is not allowed
72 07 no more test zone extensions are allowed
73 00 CD control error
73 01 power calibration area almost full
73 02 power calibration area is full
73 03 power calibration area error
73 04 program memory area update failure
73 05 program memory area is full
73 06 RMA/PMA is almost full
73 10 current power calibration area almost full
73 11 current power calibration area is full
73 17 RDZ is full
74 08 digital signature validation failure
74 0C unable to decrypt parameter list
74 10 security association creation parameter value invalid
74 11 security association creation parameter value rejected
74 12 invalid security association usage
74 30 security association creation parameter not supported
74 40 authentication failed
74 71 logical unit access not authorized
`;
