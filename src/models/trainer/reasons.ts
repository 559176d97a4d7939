const texts = {
  'no-webgpu': {
    en: 'This browser offers no WebGPU.',
    zh: '此浏览器不提供 WebGPU。',
  },
  'no-adapter': {
    en: 'WebGPU found no graphics processor.',
    zh: 'WebGPU 未找到图形处理器。',
  },
  'software-adapter': {
    en: 'WebGPU would only be emulated in software here, which is slower than WebAssembly.',
    zh: '此处的 WebGPU 只是软件模拟，比 WebAssembly 更慢。',
  },
  'no-start': {
    en: '{backend} did not start ({detail}).',
    zh: '{backend} 未能启动（{detail}）。',
  },
  disagrees: {
    en: 'The first loss and gradients on {backend} differed from those on the processor.',
    zh: '{backend} 上首次计算的损失与梯度同处理器上的不一致。',
  },
  lost: {
    en: 'The graphics processor was lost during the training; it went on from the last weights kept.',
    zh: '训练中图形处理器丢失；已从最近保存的权重继续。',
  },
  memory: {
    en: '{backend} ran out of memory during the training; it went on from the last weights kept, with fewer rows at a time or elsewhere.',
    zh: '{backend} 在训练中内存不足；已从最近保存的权重继续，并减少每次处理的行数或改用其他后端。',
  },
  failed: {
    en: '{backend} failed during the training ({detail}); it went on from the last weights kept.',
    zh: '{backend} 在训练中出错（{detail}）；已从最近保存的权重继续。',
  },
} satisfies Record<string, { en: string; zh: string }>;

export type Reason = keyof typeof texts;

/** Why a backend was passed over. Caught by the trainer, which tries the next one. */
export class Refused extends Error {
  readonly reason: Reason;
  readonly values: { backend?: string; detail?: string };

  constructor(reason: Reason, values: { backend?: string; detail?: string } = {}, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
    this.values = values;
  }

  /** True if the backend never started, rather than failed at its work. */
  get missing(): boolean {
    return ['no-webgpu', 'no-adapter', 'software-adapter', 'no-start'].includes(this.reason);
  }

  /** The sentence for the person who reads where the model ran. */
  sentence(language: 'en' | 'zh'): string {
    return texts[this.reason][language].replace(/\{(backend|detail)\}/g, (_, name: 'backend' | 'detail') => {
      return this.values[name] ?? '';
    });
  }
}
