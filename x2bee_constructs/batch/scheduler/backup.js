// Exports Cronicle's state while it runs, and puts it into the bucket, one object a day.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const { execFileSync } = require('child_process');

const home = process.env.X2BEE_CRONICLE_HOME || '/opt/cronicle';
const { S3Client, PutObjectCommand } = require(path.join(home, 'node_modules', '@aws-sdk/client-s3'));

async function main() {
  const file = path.join(process.env.TMPDIR || '/tmp', 'export.txt');
  execFileSync(process.execPath, [path.join(home, 'bin', 'storage-cli.js'), 'export', file], { stdio: 'inherit' });
  const text = fs.readFileSync(file, 'utf8');
  // An export that broke off ends well too: without these records nothing could be restored from it.
  for (const key of ['global/users', 'global/schedule', 'global/plugins', 'users/admin']) {
    if (!text.includes(`\n${key} - {`) && !text.startsWith(`${key} - {`)) throw new Error(`the export has no ${key}`);
  }
  const day = new Date().toISOString().slice(0, 10);
  const Key = `${process.env.X2BEE_BACKUP_PREFIX}${day}.txt.gz`;
  const s3 = new S3Client({ region: process.env.AWS_REGION, endpoint: process.env.X2BEE_S3_ENDPOINT,
    forcePathStyle: Boolean(process.env.X2BEE_S3_ENDPOINT) });
  await s3.send(new PutObjectCommand({ Bucket: process.env.X2BEE_BUCKET, Key, Body: zlib.gzipSync(text) }));
  console.log(`x2bee: ${text.split('\n').length} lines are in ${Key}`);
}

main().catch((error) => {
  console.error(`x2bee: no backup: ${error.message}`);
  process.exit(1);
});
