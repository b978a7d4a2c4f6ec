namespace OrleansTrader.Trading.Performance;

/// <summary>An account's worth at an instant, in quote currency.</summary>
/// <param name="At">Samples ascend in time.</param>
/// <param name="Equity">Cash plus unrealised results.</param>
/// <param name="Exposure">Gross notional of all positions then; 0 when flat.</param>
/// <param name="Flow">Deposits less withdrawals since the sample before: no profit and no loss.</param>
public readonly record struct EquitySample(DateTimeOffset At, decimal Equity, decimal Exposure = 0m, decimal Flow = 0m);
