// A chain that mines only when it is told to, or at an interval that it is told.
if (process.env.END_WITH_STDIN) {
  // Whoever started it may be killed: then it ends, too.
  process.stdin.on("end", () => process.exit()).resume();
}

module.exports = {
  solidity: "0.8.24",
  networks: {
    hardhat: {
      chainId: Number(process.env.CHAIN_ID || 31337),
      mining: { auto: false, interval: 0 },
    },
  },
};
