/** What can be written. 2.00 is 2.01 with another number here: they differ in what is not written. */
export const UDF_REVISIONS = ['1.02', '1.50', '2.00', '2.01', '2.50', '2.60'] as const;
/** A revision of UDF that can be written. */
export type UdfRevision = (typeof UDF_REVISIONS)[number];

export interface RevisionFacts {
  /** As UDF writes it: 0250h is 2.50. */
  readonly code: number;
  /** What a program must know to read the volume (UDF 2.60, 2.2.6.4: all of 2.60 but pseudo-overwriting is in 2.50). */
  readonly readCode: number;
  /** The edition of ECMA-167: the second is NSR02, with tags of version 2. */
  readonly edition: 2 | 3;
  /** UDF 2.50, 2.2.10: folders and file entries are in a partition of their own. */
  readonly hasMetadataPartition: boolean;
}

const facts = (code: number, edition: 2 | 3, hasMetadataPartition = false, readCode = code): RevisionFacts => ({
  code,
  readCode,
  edition,
  hasMetadataPartition,
});

export const REVISION_FACTS: Readonly<Record<UdfRevision, RevisionFacts>> = {
  '1.02': facts(0x102, 2),
  '1.50': facts(0x150, 2),
  '2.00': facts(0x200, 3),
  '2.01': facts(0x201, 3),
  '2.50': facts(0x250, 3, true),
  '2.60': facts(0x260, 3, true, 0x250),
};

/** The numbers of a revision in the order of their bytes. */
const codeBytes = ({ code }: RevisionFacts): readonly [number, number] => [code % 0x100, Math.floor(code / 0x100)];

/** UDF 2.50, 2.1.5.2 and 2.1.5.3: who wrote this. No operating system is named, since the same tree gives the same bytes on all. */
export const IMPLEMENTATION = { identifier: '*discwright', suffix: [] };
export const APPLICATION = { identifier: '*DISCWRIGHT', suffix: [] };

/** UDF 2.50, 2.1.5.3: the volume is write-protected, by its medium and by what wrote it. */
const WRITE_PROTECTED = 3;

export const domainOf = (revision: RevisionFacts) => ({
  identifier: '*OSTA UDF Compliant',
  suffix: [...codeBytes(revision), WRITE_PROTECTED],
});

/** Something that UDF itself defines. */
export const udfEntity = (identifier: string, revision: RevisionFacts) => ({
  identifier,
  suffix: [...codeBytes(revision)],
});
