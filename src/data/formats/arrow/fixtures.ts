import { gunzipSync } from 'node:zlib';

/** Written by pyarrow 26.0 and polars 2.1 (`polars`), gzipped, in base64; what they hold stands in `arrow.test.ts`. */
const PACKED = {
  every:
    'H4sIAAAAAAACA+1ZTWwbRRR++xPHBLdaqlB8yMFClTAnXFoqHyJIkECRSGhUIZFbm8Sb2opju/Y6OFJV5VChHEDKAaQAPeQQoRwQyqGqgsQhQj' +
    'nkwCEHJFKJgwVUyiEHVHooSdrlzc/aMy+7CYfSk0d6mZ39vnnz3pt5M+vJ4JUrlz8+D+BjWeoGcICVHkhADLogjk9YDBtsrHYPfJ/VfShZ5D6K' +
    'AWyiLKHkUPpRelH2uvA9yh2UHMpFlDhKEzvfRcmh9KMkUP60sD9KGmXFxLYBsI7ymcHGBchjxcYc+sf38YXTK8e3BQxJFFQNU4WGm8P6FvJQDT' +
    'QE33QkxwZRWF3w3Bn2XOQcVIp/VgX/NOOmJI/pGUVJyzHqpUK5xHw/5NwWB6Qte0JHF9PXq4zJMAwxVPZ939lv20U5GfawL2wawD/9gns2qfjM' +
    'xusHMU8YMqjWS7CFvPx+e2zVX5wOmB0v1t0awF/IefSU6+fj9ym8uNB11S3laqy9IO1gsdgUul+kNjNbCrOo/4DhJuwJnhEW81K9WGTPHnJ7Od' +
    '94qVfhGYpPM+MVuIOcZZ/bcIrOyZi0A5cguCWvWkDnfkZ+8SB8zruCGGB97aAdXwe1xLmeBG85kk79ZDZNu3OQwXnfFmMcsalf9mHxrnnV+qSH' +
    'Y7F1chi9JiZQbiN+7jB6TYyzd4ftuRgV3ATNg6BfsVDzWN/fkHfz8OQcqCi6HWTF0QMWDxYbEQ+ji+nOKv4GOnKFSU+snTh/E5fvNxWduSe4Zz' +
    'zhdpwJi2uuXoUFxNOC80IYx7t0Eb7ja8ECNm8fHce98CbsIN4QnB6H2M3Wgle7Wqpxu9kuJ6xnvRnnFMp79Wq54r7xrlstFli+byq6aBxRF8+X' +
    'YcyrPcGLh/qJPlSQ4zw9hoO2/yTyE7KC1x3Gmyhch18wHmfk2ssp3D6q053kftrSzx7ZZ0n0scP1l6AP9f8oOMmwvK9h3g8gpyk4vWGcIkYmhx' +
    'zbj84BFrwFxNOCE4vKEzb/w4Jjhfk5hfEFPpsxnoPMgpsKP0n55y+BDeJcW/HD84/xCqj3C7+9Z2wrXGpDvWWDzW1o7zExsscc7c/30qxYk3Fk' +
    'x6X7subn86q0j5UEPokTOsE1g2lDsJ+KnOxp5WRwpiflOmDIsHwfnF+BD1ElIWu5R/K9F5Q5MkP6WAqv6uYm2A7M/NjuVv04q/th2TwuzZYxp7' +
    'HtSE8S2MJ8xiQ+p5wXqh2G0r5MsOCcU311CJ4kdYbgWYKPEnxMOXdZuUbwPOk/T/AF0l4kMV0kdi8rexErq6T/mqxTst4mcdgh/Cbx2zH0/hmD' +
    'xMPQ7RkydHtGCX/M0PUvEHyR4BsE3zL09bhD8Kahx/cxwYOF2ppnU8dTBM8SfMDUxx8l+BjpXyF4g+CLJHEWif5l0n/V1OO9TvANU5/fLYJvk/' +
    'YOGW+X2LNLxntsamFsJVIrvyydnySbSlQ7sDdF9KUJP034GcLPWvr6yZP+edK/QvCgHcRj3tL9XbD0/WOR8JeJvmUSjzWCrxF71ok/G6S9Rdrb' +
    'ZHxWXlPsM8h+96zb8D/rf97tKH/MZ6zPIPhJbSuiNiPGM09on8Q3TrA/Rvp1tfB5re3LAsfGK3WEF/SHt1Hutttff8XKD+/o1tkbVojdhjyHmD' +
    'QefPmpppecmzY5F4vl0nXPbXiWYk8tX656ynk6nvLcqO8lhjW8VHkqNVOuuikvP15KeZ+4xVk3NTHnuTWLxD6w04fytBqfh2SiDny9QMQ8ffh3' +
    '5tsPvrln/Nd+QVzeH2nPmxav9OsPP1eDu3J/n3ECfGCsqcUiGCfAXx659cf3I+uvROH3fx80w+x5y773641Xj67LAL89rq9U1T8jYr2bihgReq' +
    '2IPFC/M/k90xxZrwqu6p6OyP9Az3Hf3jRPrZDv7sqNcIOpXzGC1Ql+oYWZyq/i9npwWr894vyWICGzZ0jekwX3ERWZSDvyB0DT0sdd7da/T4Pv' +
    'oc4dY+eOsXPH2Llj7Nwxdu4YO3eMz++OkZ3Tg/x/gf8C32tz4BIcAAA=',
  lz4:
    'H4sIAAAAAAACA+WWvU4CQRDHh7vjWPDkDhYVFAURPxIrEws7jsRWJTS+gpWJnZ2+gRbGxkJiZWVtaUlhYeEDEBMrGzrpcHbv+Lr8Y6sJc9nd21' +
    '92ZvZm5zJbbzaPjneI+iyPROSRkhQ5ZFOcBL+xxCyeE88E91bYExnc9sP3d9bnhabSz4dMq3I7Z1uCm62JwT5yep7QVr3QZ8xQYzGie6r9OtwS' +
    '2q/CPgX7bfOYC9c67DXYsaOtkmlpW22bhuIw8fT+gzUnoT9lo3w4WmfpZ7QPJK9mML6Zk3ww/zZGzIjYJzCns0DBqhzkff/lkr+9xAHoT8qdjL' +
    'VcV0TxjTQwNjG2MI5jbGOcwFhgnMQ4hfEMxg7GsxinMXYx9kb4s6GP4oLPwCV7uOZWZlpJpJrFFiXGOYznMJ7HeAHjPMYFjBcxXsK4iPEyxisY' +
    'lzAuR/FXcARPpI7AYXAtV1smUq1gi2sYVzFex3gD402Erxq//c/bnEsF/p8rnZpLsitI9gRVyM+TtHgiBFkGuXtRo1MnDyqKnVqaw5XhcLndaQ' +
    '9I/0NFpFe75z7LEcn6ifGU4XxKDfNJ0taf5JAcS/2+vgcE9wiHK6utq60X1GSuqLvcV8Paqur786BuhuN4vf5P9w21v7q+K/0AiJzYiTIJAAA=',
  zstd:
    'H4sIAAAAAAACA3MMCvIPN2Rg+A8EKxgYGAQYQICLgYeBjYGVgQPIAgJGFiCfAcjjAJIsUJKBgQmIXaDsK0D9QIXMIP0SUDGwViCuAJrFAcRsYB' +
    'EmoB0iYD472FQBqJ2MTCBaBk1vHtheHiBmB9sLEnZggLj3ApAWgarlAdoKcTEP2FQGZhawWSfsGeCAh0EOaBcLXE0BEKtA3avgx4AE2MD2sUHt' +
    'Y2HADaqh5jfYo4rD+I5IYkwY9mDyGQqZwJTGVv2/C0CcJZsZ+Q61T+NlE/gwm/HKssm8U4Cw//jjjxU2cqPUIKSket0WX8wwGaWGEpW8MUJHrP' +
    'to0ig1lCihTheliR4qo9RQoh4VWMjwtR9+OEoNJYqr1WlhgIbIKDWUqEQDCR625oMJo9RQopgaHRQEOFhGqaFEPZh//vnnnzV2o9TAUcsvvyyx' +
    'mus3Sg0pymz22bTNN3NGqaFEqU0+mWI002eUGlKU3vTTT4t2xoxSQ4laGrQyRGuq1yg1pKjREmcIUqMjdEORwjkZI7j++uuvVXvjRinaU1Frw1' +
    'Zfzdo6Sg0lKns0HIYgNdrAGoLUq9GhniFIjabeIUhljq5pGYLU6HztEKRekDxTI/z//ffff+v23x+lqEPFj/Y9hyD1tmz33bztt0epoUTFjk5I' +
    'DEFqNOEOQSp6dKBnCFKjKyOGIBU5upNgCFLUa4tq7+OJYGIQcfj/+///evDWNZHZ/+Vb3RmyjkxV5liwni3B+X+rphkTCC6dEuSlOcSI1B7DYx' +
    'LJowTJhBOHYosANYgBi/q5xecsn88ZJUgl/AZBtlVdu/VaVDbZBEWaRzAx5Ip3NOJ/9fu93++NEiQTIzjR98mHMDEwM2Lffy/CyBDBwPDAnuHD' +
    'DwYHFg5Ohu3/o1MZ+BusH0gc4E2JPMl96yCjjivokAJGhj8f+Fqg2/j/g89DgJynwMMgAj5RgAfIA59NwMDCYAI9e4AFes7BDqi+G1Aa+dyCwX' +
    'TuAujMBUfwmREAaDGphzpCAAA=',
  stream:
    'H4sIAAAAAAACA5VSMW7DMAykZDk2CiHQYAQeMuQpfUDHjl3a7H1BH9QxY56RHylHinZsokoTGjRNkUfyROec84WIErG8UKQNtdTjC+ICBZgf5L' +
    'D10HfoIPkDsjbUAcFewTufNB6oiIN+Q0+owe5BsscZy3UU2zLuFbo3+CO0x8On/I7iR2gnPqeVaJhxaJd/dRYSzKDMouDJB4mNGi+MS/3pLkZk' +
    'Bo286bmnmzRUl6g2qV3inPH/Ov/8uvE4r3js1jyaIBwOc5X13B86w3LWYHoW/mtOycyWDK+JU2Pq2DtpTCNncMzvdI+fL/zSgt9W5u3KP4qS9/' +
    'blHtxXb6wzd+Qq+zrSc3tK/+zJV/ZkxZt5azymXF/BW597tsqH/Suir7/WIAQAAA==',
  replaced:
    'H4sIAAAAAAACA91TO27DMAylPnaMQoMGo/DQIUfpATJm7JJk79wCPVDHjj1Gb6SSFOPYD3GSAu1SGjRNkY/S04NLKeWLiDKJ3VGilhrq+IvNRY' +
    'oc3rhHomffsvfa33NXSytGSFbxzmerR6rm2J/ZP3iGpGvtHkaszDFsI7hH9gfAH9g7fmRV3knzxL7SXNpqNY443q6821lIMb0xS4onH7U2WL0y' +
    'rvOPdzFwZ7TKxtY9nSzQsiWL2eIU5yA/t77bn3h8znjcz3mEqBzW45T5uZ/sDNOzRtiz8p9zynC2DLyOnALMwTsJsJED3F/pFG7UKUMMcDfhgk' +
    '5BdTr8SKd8RSe/oBOaB90I8g56/QIec9mz+Qf/z8sr/aou7kZd3BVdIty5W8Bj3k7+F4nfdY4p3rgFAAA=',
  polars:
    'H4sIAAAAAAACA81TsUrEQBB9G3MSdZGoKa6QsHYphOM6C4vcFwjXWAcJXnG3gpza6j/4ITaC5f2CP2BtYaFiIaLEt5tRQ+TA0gmzk30zb2aysx' +
    'kMh3v7fSAE8FxVVQL3rrguYwUR1xCvxDWRiI/zBlx3UXNu6MtoY+8HlHNSXojnbu/xJcZG/t1SH+jbpjXUrovpOv46Y2Ks+Sza53hnXIjQ17HF' +
    'pHQYoepears8s7oc6r4XyNzwuTR3d/RLO7ik7lAzqVnLKjYZp8lIiCrp18kbuQqL6NDfwXzpi83F9sSet+K+9lsNLBBFC2uKEZtd9z6MUYqfCA' +
    'ys/Q5IqYWZnMzpL23y06c69mBkxkf2sDw27ljNdFRYMz0rx6flL37c5McXPwcU4E/i5oXGvHKZQyKY5qxifzu0T30lvEexs1a+f3MXb90c/M/z' +
    'CYGFhHZDAwAA',
  v1:
    'H4sIAAAAAAACA3NzdTRkIBo8sIfQH+xFoCI8DCJgkoWBA0gyMAgAMRMQM0PlQewIIGYB4h3////nANIyQMwIxBVg9SoM7ECaA6xTAkwCAZcCVD' +
    '/MHAkkV3BA7eMAsyHmAQAkR0KRyAAAAA==',
};

/** The bytes of one of the files. */
export const fixture = (name: keyof typeof PACKED): Uint8Array =>
  new Uint8Array(gunzipSync(Buffer.from(PACKED[name], 'base64')));
