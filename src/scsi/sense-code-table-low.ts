/**
 * ASC 00h to 2Fh: `ASC ASCQ words`, hexadecimal, as SPC-4 annex D assigns them. Listed are the codes marked there for CD and DVD
 * devices (letter R) and the unmarked ones that optical drives have been seen to send. Under 04h the standard's opening
 * "logical unit not ready" is left out: the sense key before it already says so.
 */
export const LOW_SENSE_CODES = `
00 00 no additional sense information
00 06 I/O process terminated
00 11 audio play operation in progress
00 12 audio play operation paused
00 13 audio play operation successfully completed
00 14 audio play operation stopped due to error
00 15 no current audio status to return
00 16 operation in progress
00 17 cleaning requested
00 1E conflicting security association creation request
00 20 extended copy information available
02 00 no seek complete
03 00 peripheral device write fault
04 00 cause not reportable
04 01 in process of becoming ready
04 02 initializing command required
04 03 manual intervention required
04 04 format in progress
04 05 rebuild in progress
04 06 recalculation in progress
04 07 operation in progress
04 08 long write in progress
04 09 self-test in progress
04 0A not accessible, asymmetric access state transition
04 0B not accessible, target port in standby state
04 0C not accessible, target port in unavailable state
04 0E security session in progress
04 10 auxiliary memory not accessible
04 11 notify (enable spinup) required
04 13 security association creation in progress
04 1A start stop unit command in progress
04 1F microcode download required
04 20 logical unit reset required
04 21 hard reset required
04 22 power cycle required
05 00 logical unit does not respond to selection
06 00 no reference position found
07 00 multiple peripheral devices selected
08 00 logical unit communication failure
08 01 logical unit communication time-out
08 02 logical unit communication parity error
08 03 logical unit communication CRC error (Ultra-DMA/32)
08 04 unreachable copy target
09 00 track following error
09 01 tracking servo failure
09 02 focus servo failure
09 03 spindle servo failure
09 04 head select fault
09 05 vibration induced tracking error
0A 00 error log overflow
0B 00 warning
0B 01 warning, specified temperature exceeded
0B 02 warning, enclosure degraded
0B 03 warning, background self-test failed
0B 04 warning, background pre-scan detected medium error
0B 05 warning, background medium scan detected medium error
0B 06 warning, non-volatile cache now volatile
0B 07 warning, degraded power to non-volatile cache
0B 08 warning, power loss expected
0B 0A warning, high critical temperature limit exceeded
0B 0B warning, low critical temperature limit exceeded
0B 0C warning, high operating temperature limit exceeded
0B 0D warning, low operating temperature limit exceeded
0B 0E warning, high critical humidity limit exceeded
0B 0F warning, low critical humidity limit exceeded
0B 10 warning, high operating humidity limit exceeded
0B 11 warning, low operating humidity limit exceeded
0B 12 warning, microcode security at risk
0B 13 warning, microcode digital signature validation failure
0C 00 write error
0C 01 write error, recovered with auto reallocation
0C 02 write error, auto reallocation failed
0C 03 write error, recommend reassignment
0C 07 write error, recovery needed
0C 08 write error, recovery failed
0C 09 write error, loss of streaming
0C 0A write error, padding blocks added
0C 0B auxiliary memory write error
0C 0C write error, unexpected unsolicited data
0C 0D write error, not enough unsolicited data
0C 0F defects in error window
0D 00 error detected by third party temporary initiator
0D 01 third party device failure
0D 02 copy target device not reachable
0D 03 incorrect copy target device type
0D 04 copy target device data underrun
0D 05 copy target device data overrun
0E 00 invalid information unit
0E 01 information unit too short
0E 02 information unit too long
0E 03 invalid field in command information unit
10 00 ID CRC or ECC error
11 00 unrecovered read error
11 01 read retries exhausted
11 02 error too long to correct
11 03 multiple read errors
11 05 L-EC uncorrectable error
11 06 CIRC unrecovered error
11 07 data re-synchronization error
11 0D de-compression CRC error
11 0E cannot decompress using declared algorithm
11 0F error reading UPC/EAN number
11 10 error reading ISRC number
11 11 read error, loss of streaming
11 12 auxiliary memory read error
11 13 read error, failed retransmission request
14 00 recorded entity not found
14 01 record not found
15 00 random positioning error
15 01 mechanical positioning error
15 02 positioning error detected by read of medium
16 00 data synchronization mark error
17 00 recovered data with no error correction applied
17 01 recovered data with retries
17 02 recovered data with positive head offset
17 03 recovered data with negative head offset
17 04 recovered data with retries and/or CIRC applied
17 05 recovered data using previous sector ID
17 07 recovered data without ECC, recommend reassignment
17 08 recovered data without ECC, recommend rewrite
17 09 recovered data without ECC, data rewritten
18 00 recovered data with error correction applied
18 01 recovered data with error correction and retries applied
18 02 recovered data, data auto-reallocated
18 03 recovered data with CIRC
18 04 recovered data with L-EC
18 05 recovered data, recommend reassignment
18 06 recovered data, recommend rewrite
18 08 recovered data with linking
1A 00 parameter list length error
1B 00 synchronous data transfer error
1D 00 miscompare during verify operation
20 00 invalid command operation code
20 01 access denied, initiator pending-enrolled
20 02 access denied, no access rights
20 03 access denied, invalid management ID key
20 08 access denied, enrollment conflict
20 09 access denied, invalid logical unit identifier
20 0A access denied, invalid proxy token
20 0B access denied, access control list LUN conflict
21 00 logical block address out of range
21 01 invalid element address
21 02 invalid address for write
21 03 invalid write crossing layer jump
22 00 illegal function
24 00 invalid field in CDB
24 01 CDB decryption error
24 08 invalid extended CDB
25 00 logical unit not supported
26 00 invalid field in parameter list
26 01 parameter not supported
26 02 parameter value invalid
26 03 threshold parameters not supported
26 04 invalid release of persistent reservation
26 05 data decryption error
26 06 too many target descriptors
26 07 unsupported target descriptor type code
26 08 too many segment descriptors
26 09 unsupported segment descriptor type code
26 0A unexpected inexact segment
26 0B inline data length exceeded
26 0C invalid operation for copy source or destination
26 0D copy segment granularity violation
26 0E invalid parameter while port is enabled
27 00 write protected
27 01 hardware write protected
27 02 logical unit software write protected
27 03 associated write protect
27 04 persistent write protect
27 05 permanent write protect
27 06 conditional write protect
28 00 not ready to ready change, medium may have changed
28 01 import or export element accessed
28 02 format-layer may have changed
29 00 power on, reset, or bus device reset occurred
29 01 power on occurred
29 02 SCSI bus reset occurred
29 03 bus device reset function occurred
29 04 device internal reset
29 05 transceiver mode changed to single-ended
29 06 transceiver mode changed to LVD
29 07 I_T nexus loss occurred
2A 00 parameters changed
2A 01 mode parameters changed
2A 02 log parameters changed
2A 03 reservations preempted
2A 04 reservations released
2A 05 registrations preempted
2A 06 asymmetric access state changed
2A 07 implicit asymmetric access state transition failed
2A 08 priority changed
2A 14 security association creation capabilities data has changed
2B 00 copy cannot execute since host cannot disconnect
2C 00 command sequence error
2C 03 current program area is not empty
2C 04 current program area is empty
2C 06 persistent prevent conflict
2C 07 previous busy status
2C 08 previous task set full status
2C 09 previous reservation conflict status
2C 13 well known logical unit access required
2E 00 insufficient time for operation
2F 00 commands cleared by another initiator
2F 02 commands cleared by device server
2F 03 some commands cleared by queuing layer event
`;
