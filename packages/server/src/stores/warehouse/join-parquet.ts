import { type FileMetaData, parquetMetadata, type RowGroup, type SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';

const magic = Buffer.from('PAR1');
/** Length of the metadata and the magic word at a file's end. */
const tailBytes = 8;

/**
 * Parquet files with the same columns as one file with all their row groups. The rows' bytes pass as they are; only
 * their places are told anew at the end, so memory grows by some hundred bytes for each column of a row group.
 * The files hold no page indexes or bloom filters; there must be one at least.
 *
 * @param json columns whose text is JSON, which is noted in the file
 * @throws Error when the columns of two files differ
 */
export async function* joinParquet(
  files: AsyncIterable<Uint8Array>,
  json: readonly string[] = [],
): AsyncGenerator<Uint8Array> {
  let joined: FileMetaData | undefined;
  let end = 0;
  const names = ({ schema }: FileMetaData) => schema.map(({ name, type }) => `${name} ${type}`).join();
  for await (const file of files) {
    const metadata = parquetMetadata(own(file));
    if (joined === undefined) {
      joined = { ...metadata, row_groups: [], num_rows: 0n, schema: metadata.schema.map(noteJson) };
      yield magic;
      end = magic.length;
    } else if (names(joined) !== names(metadata)) throw new Error('the columns changed on the way');
    const shift = BigInt(end - magic.length);
    joined.row_groups.push(...metadata.row_groups.map((group) => moved(group, shift)));
    joined.num_rows += metadata.num_rows;
    const rows = file.subarray(magic.length, file.length - tailBytes - metadata.metadata_length);
    end += rows.length;
    yield rows;
  }
  if (joined === undefined) throw new Error('no file to join: even an answer without rows has columns');
  const writer = new ByteWriter();
  writeMetadata(writer, joined);
  writer.appendBytes(magic);
  yield writer.getBytes();

  function noteJson(element: SchemaElement): SchemaElement {
    if (!json.includes(element.name)) return element;
    return { ...element, converted_type: 'JSON', logical_type: { type: 'JSON' } };
  }
}

/** The bytes in a buffer of their own, which the reader of metadata takes only whole. */
function own({ buffer, byteOffset, length }: Uint8Array): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
}

/** The row group where it lies `by` bytes further on. */
function moved(group: RowGroup, by: bigint): RowGroup {
  const further = (place: bigint | undefined) => (place === undefined ? undefined : place + by);
  return {
    ...group,
    file_offset: further(group.file_offset),
    columns: group.columns.map(({ meta_data: data, ...chunk }) => ({
      file_path: chunk.file_path,
      file_offset: chunk.file_offset + by,
      meta_data: data && {
        ...data,
        data_page_offset: data.data_page_offset + by,
        index_page_offset: further(data.index_page_offset),
        dictionary_page_offset: further(data.dictionary_page_offset),
        // Bounds of texts were cut in the middle of characters; read and written again they would be others.
        statistics: data.type === 'BYTE_ARRAY' ? undefined : data.statistics,
        size_statistics: undefined,
      },
    })),
  };
}
