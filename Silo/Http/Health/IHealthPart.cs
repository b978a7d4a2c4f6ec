namespace OrleansTrader.Silo.Http.Health;

/// <summary>A part of the service that health tells of; never waits.</summary>
internal interface IHealthPart
{
    ComponentHealth Look();
}
