// Puts an export back: the newest of the bucket, or that of X2BEE_DAY. The scheduler must not run meanwhile.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const { execFileSync } = require('child_process');

const home = process.env.X2BEE_CRONICLE_HOME || '/opt/cronicle';
const { S3Client, GetObjectCommand, ListObjectsV2Command } = require(path.join(home, 'node_modules', '@aws-sdk/client-s3'));
const Bucket = process.env.X2BEE_BUCKET;
const Prefix = process.env.X2BEE_BACKUP_PREFIX;

async function main() {
  const s3 = new S3Client({ region: process.env.AWS_REGION, endpoint: process.env.X2BEE_S3_ENDPOINT,
    forcePathStyle: Boolean(process.env.X2BEE_S3_ENDPOINT) });
  const found = (await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents || [];
  // Names are days, so the last one is the newest.
  const names = found.map((one) => one.Key).filter((key) => key.endsWith('.txt.gz')).sort();
  const Key = process.env.X2BEE_DAY ? `${Prefix}${process.env.X2BEE_DAY}.txt.gz` : names.at(-1);
  if (!names.includes(Key)) throw new Error(`there is no ${Key || 'export'}; there are: ${names.join(', ') || 'none'}`);
  const body = await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToByteArray();
  const file = path.join(process.env.TMPDIR || '/tmp', 'import.txt');
  fs.writeFileSync(file, zlib.gunzipSync(body));
  execFileSync(process.execPath, [path.join(home, 'bin', 'storage-cli.js'), 'import', file], { stdio: 'inherit' });
  console.log(`x2bee: ${Key} is restored`);
}

main().catch((error) => {
  console.error(`x2bee: nothing is restored: ${error.message}`);
  process.exit(1);
});
