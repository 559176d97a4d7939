// Networks on WebAssembly beside scikit-learn and TensorFlow, one thread each, the same sizes, batches, rates and epochs.
const mlp = {
  name: 'MLP 64, 32: ten epochs of batches of 200',
  data: 'binary',
  task: 'binary',
  estimator: 'mlp',
  params: { epochs: 10, earlyStopping: false, l2: 0 },
  within: 0.005,
  rivals: [
    {
      name: 'scikit-learn MLPClassifier',
      python: `
import warnings
from sklearn.neural_network import MLPClassifier
warnings.simplefilter("ignore")
make = lambda: MLPClassifier((64, 32), max_iter=10, batch_size=200, alpha=0)`,
    },
  ],
};

const lstm = {
  name: 'LSTM of 32 units, 2000 rows of 20 events: ten epochs of batches of 64',
  measure: 'timeEvents',
  data: 'events',
  task: 'binary',
  estimator: 'lstm',
  params: { epochs: 10, earlyStopping: false, l2: 0, learningRate: 0.005 },
  within: 0.01,
  rivals: [
    {
      name: 'TensorFlow (Keras)',
      // Traced on a few rows before the clock starts, as ours is warm by then too.
      python: `
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

class Lstm:
    def __init__(self):
        layers = tf.keras.layers
        self.net = tf.keras.Sequential([
            layers.Input((20,)), layers.Embedding(9, 16, mask_zero=True), layers.LSTM(32),
            layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid"),
        ])
        self.net.compile(tf.keras.optimizers.Adam(0.005), "binary_crossentropy")
        fresh = self.net.get_weights()
        self.net.fit(np.ones((128, 20)), np.ones(128), batch_size=64, verbose=0)
        self.net.set_weights(fresh)

    def fit(self, x, y):
        self.net.fit(x, y, batch_size=64, epochs=10, verbose=0)

    def predict_proba(self, x):
        yes = self.net.predict(x, verbose=0)
        return np.hstack([1 - yes, yes])

make = Lstm`,
    },
  ],
};

export default [mlp, lstm];
